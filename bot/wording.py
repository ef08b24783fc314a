"""Every word that the bot says, in Vietnamese."""

from __future__ import annotations

SENT_AGAIN = "🔁 Gửi lại: kết nối vừa gián đoạn, có thể bạn đã nhận tin này."
NEAREST = "không phải câu trả lời"
RELATED_TITLE = f"Các mục gần nhất trong kho ({NEAREST}):"
OPTIONS = "Xin chọn một trong các mục sau:"
NOTICE = "Lưu ý:"

START = (
    "Xin chào. Đây là trợ lý tra cứu văn bản dân vận: hỏi bằng tiếng Việt (có dấu, không dấu, viết tắt đều được), "
    "trả lời "
    "bằng trích dẫn nguyên văn kèm số, ngày, cơ quan ban hành và vị trí trong văn bản.\n\n"
    "Bạn đang trao đổi với một hệ thống trí tuệ nhân tạo, có thể nhầm: hãy đọc lại đoạn trích trước khi sử dụng.\n\n"
    "Không gửi bí mật nhà nước, thông tin nội bộ chưa được phép công bố và dữ liệu cá nhân của bất kỳ ai."
)
START_EXAMPLE = "Hãy gõ câu hỏi, ví dụ: “Báo cáo 6 tháng nộp trước ngày nào?”. Các lệnh: /help"
ENGLISH = (
    "Ask in Vietnamese; answers are verbatim quotations. You are talking to an AI system. /help lists the commands."
)

COMMANDS_VI = {
    "start": "Giới thiệu, lưu ý khi sử dụng",
    "help": "Cách hỏi và các lệnh",
    "vanban": "Xem các văn bản trong kho",
    "tim": "Tìm đoạn văn theo từ ngữ",
    "diaphuong": "Chỉ hỏi về một địa phương",
    "nam": "Chỉ hỏi về một năm",
    "moi": "Bắt đầu cuộc hỏi đáp mới",
    "gopy": "Gửi góp ý cho người quản trị",
    "xoa": "Xóa dữ liệu của tôi",
    "xuat": "Xem dữ liệu của tôi",
    "quyenriengtu": "Quyền riêng tư",
}
COMMANDS_EN = {
    "start": "What this bot is",
    "help": "How to ask, and the commands",
    "vanban": "Browse the documents",
    "tim": "Search for passages",
    "diaphuong": "Ask about one locality only",
    "nam": "Ask about one year only",
    "moi": "Start a new conversation",
    "gopy": "Send an opinion to the administrators",
    "xoa": "Erase my data",
    "xuat": "Export my data",
    "quyenriengtu": "Privacy",
}

HELP = (
    "Cách hỏi: gõ câu hỏi như nói chuyện, nêu địa phương, năm hoặc số văn bản nếu biết. Có thể hỏi nối tiếp (“còn "
    "báo cáo "
    "năm?”), sửa lại câu vừa gửi để được trả lời lại, hoặc trả lời (reply) một câu cũ của bot để hỏi thêm về câu đó.\n"
    "Nút số mở toàn văn mục được trích; 👍 👎 cho biết câu trả lời đúng hay chưa đúng.\n"
    "Trong nhóm, bot chỉ trả lời khi được nhắc tên, được trả lời (reply) hoặc được ra lệnh. Ở bất kỳ đâu, gõ "
    "@{username} "
    "và câu hỏi để chèn trích dẫn vào tin nhắn.\n"
)


def help_text(username: str) -> str:
    """Return the help with the list of commands."""
    listed = "\n".join(f"/{name}: {what}" for name, what in COMMANDS_VI.items())
    return f"{HELP.format(username=username)}\n{listed}"


def privacy_text(days: int, kept_days: int | None) -> str:
    """Say what is stored, for how long, and how to be rid of it."""
    kept = (
        f"Cơ quan đang bật việc giữ câu hỏi để cải thiện trợ lý: câu không trả lời được và câu bị đánh giá “chưa "
        f"đúng” được "
        f"giữ {kept_days} ngày, không kèm tên hay tài khoản của người hỏi."
        if kept_days is not None
        else "Câu hỏi không được giữ lại để cải thiện trợ lý."
    )
    return (
        "Quyền riêng tư\n\n"
        f"Bot ghi nhớ câu hỏi và câu trả lời gần đây của bạn trong {days} ngày để hiểu câu hỏi nối tiếp và để các "
        f"nút bấm còn "
        "dùng được; sau đó xóa hẳn. Danh sách người được cấp quyền gồm mã số Telegram và tên hiển thị. Nhật ký của "
        "máy chủ không "
        "chứa câu hỏi, tên người dùng. Số lượt hỏi được đếm theo ngày, không theo người.\n\n"
        f"{kept}\n\n"
        "Tin nhắn đi qua máy chủ của Telegram, nằm ngoài quyền kiểm soát của cơ quan: không gửi bí mật nhà nước và "
        "dữ liệu cá "
        "nhân.\n\n/xuat: nhận bản sao dữ liệu của bạn. /xoa: xóa dữ liệu của bạn."
    )


# --- asking ----------------------------------------------------------------------------------------------

SEARCHING = "Đang tìm trong kho văn bản…"
WRITING = "✍️ Đang viết tiếp, câu trả lời kèm trích dẫn sẽ đến ngay sau…"
BUTTON_STOP = "⏹ Dừng"
STOPPED = "Đã dừng theo yêu cầu."
TOO_LATE_TO_STOP = "Đã xong, không còn gì để dừng."
TOO_LONG = "Câu hỏi dài quá 2.000 ký tự. Xin hỏi ngắn hơn."
NOT_TEXT = "Bot chỉ đọc được câu hỏi bằng chữ."
TOO_FAST = "Bạn đang hỏi quá nhanh. Xin đợi một phút rồi hỏi tiếp."
TOO_MANY = "Bạn đã dùng hết số lượt hỏi trong ngày. Xin hỏi tiếp vào ngày mai."
NEW_TALK = "Đã bắt đầu cuộc hỏi đáp mới; các câu trước không còn được dùng để hiểu câu sau."
STILL_FILTERED = "Bộ lọc vẫn còn: {filters}."
FILTERED = "Đang lọc: {filters} (đổi bằng /diaphuong, /nam; hỏi riêng một văn bản: /vanban)"
OTHER_PLACE = "Hỏi lại câu này cho địa phương nào?"
UNKNOWN_COMMAND = "Không có lệnh này. Các lệnh: /help"
SORRY = (
    "Xin lỗi, trợ lý gặp lỗi và chưa trả lời được (mã {number}). Xin hỏi lại; nếu vẫn lỗi, báo người quản trị mã này."
)

BUTTON_OTHER_PLACE = "🔁 Địa phương khác"
BUTTON_UP, BUTTON_DOWN = "👍", "👎"
BUTTON_WEB = "🌐 Xem trên trang web"
BUTTON_BEFORE, BUTTON_AFTER = "◀ Mục trước", "Mục sau ▶"
BUTTON_PAGE_BEFORE, BUTTON_PAGE_AFTER = "▲ Trang trước", "▼ Trang sau"
PAGE = " (trang {page}/{pages})"

THANKS_UP = "Cảm ơn bạn đã đánh giá."
THANKS_DOWN = "Cảm ơn bạn. Có thể nói rõ hơn bằng lệnh /gopy."
EXPIRED = "Nút này đã hết hạn. Xin gõ lại câu hỏi."
NOT_ALLOWED = "Bạn không có quyền xem nội dung này."
DONE = "Đã ghi nhận."

# --- documents, search, filters --------------------------------------------------------------------------

NO_DOCUMENTS = "Kho chưa có văn bản nào bạn được xem."
DOCUMENTS_TITLE = "Văn bản trong kho: {total} (trang {page}/{pages})"
NO_SUCH_DOCUMENT = "Kho không có văn bản này."
DOCUMENT_FACTS = "{passages} đoạn, {sections} mục. Chọn số để mở từng phần."
BUTTON_ONLY_THIS = "❓ Chỉ hỏi trong văn bản này"
BUTTON_MAKE_PUBLIC, BUTTON_MAKE_CONFIDENTIAL = "Đánh dấu công khai", "Thôi công khai"
BUTTON_EARLIER, BUTTON_LATER = "◀ Trước", "Tiếp ▶"
ONLY_THIS = "Từ giờ chỉ hỏi trong: {document}. Bỏ lọc: /moi"
SEARCH_HOW = "Hãy gõ từ ngữ cần tìm sau lệnh, ví dụ: /tim quy chế dân chủ"
SEARCH_TITLE = "Các đoạn gần nhất với “{words}” (kết quả tìm kiếm, không phải câu trả lời):"
SEARCH_NOTHING = "Không tìm thấy đoạn nào."
PLACE_HOW = "Chỉ hỏi về địa phương nào?"
PLACE_UNKNOWN = "Kho không có văn bản của “{place}”. Xin chọn trong các địa phương sau:"
PLACE_SET = "Từ giờ chỉ hỏi về {place}. Bỏ lọc: /diaphuong"
PLACE_FREE = "Đã bỏ lọc địa phương: hỏi về mọi địa phương trong kho."
YEAR_HOW = "Chỉ hỏi về năm nào?"
YEAR_UNKNOWN = "Kho không có văn bản năm {year}. Xin chọn trong các năm sau:"
YEAR_SET = "Từ giờ chỉ hỏi về năm {year}. Bỏ lọc: /nam"
YEAR_FREE = "Đã bỏ lọc năm: hỏi về mọi năm trong kho."
EVERY_PLACE, EVERY_YEAR = "Mọi địa phương", "Mọi năm"
YEAR = "năm {year}"
ONE_DOCUMENT = "một văn bản"

# --- my data ---------------------------------------------------------------------------------------------

OPINION_HOW = (
    "Hãy gõ góp ý sau lệnh, ví dụ: /gopy câu trả lời thiếu văn bản năm nay. Góp ý được chuyển tới người quản trị."
)
OPINION_SENT = "Đã chuyển góp ý tới người quản trị. Cảm ơn bạn."
OPINION_NOBODY = "Chưa có người quản trị nào để nhận góp ý."
OPINION = "Góp ý của {name}:\n{text}"
ERASE_ASK = "Xóa mọi câu hỏi, câu trả lời, bộ lọc mà bot đang ghi nhớ về bạn? Quyền sử dụng của bạn vẫn còn."
BUTTON_ERASE, BUTTON_KEEP = "Xóa", "Không xóa"
ERASED = "Đã xóa hẳn dữ liệu của bạn trên máy chủ của bot. Tin nhắn trên Telegram do bạn tự xóa."
NOT_ERASED = "Chưa xóa gì."
EXPORT_CAPTION = "Mọi dữ liệu mà bot đang ghi nhớ về bạn."
ONLY_PRIVATE = "Lệnh này chỉ dùng trong cuộc trò chuyện riêng với bot."

# --- who may use it --------------------------------------------------------------------------------------

CLOSED = (
    "Bot này chỉ trả lời người đã được cấp quyền. Nếu có mã mời, hãy mở đường dẫn mời hoặc gõ /start và mã mời. "
    "Nếu chưa có, có thể gửi yêu cầu tới người quản trị."
)
CLOSED_GROUP = "Bạn chưa được cấp quyền hỏi. Hãy nhắn riêng cho bot để xin quyền."
NOTHING_PUBLIC = "Chưa có văn bản nào bạn được hỏi tại đây. Hãy liên hệ người quản trị."
BUTTON_REQUEST = "Xin quyền sử dụng"
REQUESTED = "Đã gửi yêu cầu tới người quản trị; bạn sẽ nhận được tin khi được duyệt."
REQUESTED_BEFORE = "Yêu cầu của bạn đang chờ người quản trị duyệt."
REQUEST = "{name} (mã số {id}) xin quyền sử dụng bot."
BUTTON_APPROVE, BUTTON_REJECT, BUTTON_REVOKE = "Duyệt", "Từ chối", "Thu hồi"
WELCOME = "Bạn đã được cấp quyền sử dụng. Hãy gõ câu hỏi; các lệnh: /help"
WELCOME_ADMIN = "Bạn là người quản trị của bot. Lệnh /admin: mời, duyệt, thu hồi quyền."
REJECTED = "Yêu cầu sử dụng của bạn không được duyệt."
REVOKED = "Quyền sử dụng bot của bạn đã được thu hồi."
BAD_CODE = "Mã mời không đúng, đã dùng hoặc đã hết hạn. Hãy xin người quản trị mã mới."
APPROVED_ONE, REJECTED_ONE, REVOKED_ONE = "Đã duyệt {name}.", "Đã từ chối {name}.", "Đã thu hồi quyền của {name}."
ADMIN_ONLY = "Lệnh này dành cho người quản trị."
ADMIN = (
    "Quản trị\n\nNgười và nhóm được cấp quyền: {approved}. Đang chờ duyệt: {pending}. Đã thu hồi: {revoked}.\n"
    "Câu hỏi hôm nay: {today}; 7 ngày qua: {week} (trả lời {answered}, không có căn cứ {refused}, hỏi lại {clarify}).\n"
    "Đánh giá 7 ngày qua: 👍 {up}, 👎 {down}.\n"
    "Chế độ: {mode}. Văn bản công khai: {public}."
)
MODE_CLOSED, MODE_OPEN = "chỉ người được cấp quyền", "mọi người (chỉ văn bản công khai)"
BUTTON_INVITE, BUTTON_QUEUE, BUTTON_MEMBERS = "Tạo mã mời", "Hàng chờ ({n})", "Người được cấp quyền"
INVITATION = "Gửi đường dẫn này cho một người; dùng được một lần, trong 7 ngày:\n{link}\n\nHoặc mã: {code}"
QUEUE_TITLE, QUEUE_EMPTY = "Đang chờ duyệt:", "Không có ai đang chờ duyệt."
MEMBERS_TITLE, MEMBERS_EMPTY = "Được cấp quyền (bấm để thu hồi):", "Chưa cấp quyền cho ai."
GROUP_ASK = "Cho phép mọi người trong nhóm này xem câu trả lời từ cả văn bản không công khai?"
BUTTON_GROUP_YES, BUTTON_GROUP_NO = "Cho phép nhóm này", "Chỉ văn bản công khai"
GROUP_YES = "Nhóm này được xem câu trả lời từ mọi văn bản. Người hỏi vẫn phải là người được cấp quyền."
GROUP_NO = "Trong nhóm này bot chỉ trả lời từ văn bản công khai."

INLINE_CLOSED = "Bạn chưa được cấp quyền: bấm để xin"
INLINE_NOTHING = "Không tìm thấy căn cứ trong kho"
INLINE_ANSWER = "Câu trả lời kèm trích dẫn"

# --- for the operator ------------------------------------------------------------------------------------

WRONG_TOKEN = "Telegram không nhận mã bot (DANVAN_BOT_TOKEN). Hãy lấy lại mã từ @BotFather."  # noqa: S105
OTHER_RECEIVER = "Một chương trình khác đang nhận tin của bot này. Hãy dừng chương trình đó."
