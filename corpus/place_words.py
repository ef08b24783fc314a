"""Words around place names: what announces a place, and names that are also ordinary words.

The lists of ordinary words hold the names of provinces and districts whose syllables, in small letters, occur at
least twice in a sample of 2,000 legal texts (accented: themselves; folded: anything that reads the same).
"""

from __future__ import annotations

LEVEL_WORDS = {
    "tinh": "tỉnh", "thanh pho": "thành phố", "tp": "thành phố", "huyen": "huyện", "quan": "quận", "thi xa": "thị xã",
    "tx": "thị xã", "xa": "xã", "phuong": "phường", "thi tran": "thị trấn", "dac khu": "đặc khu", "h": "huyện",
    "q": "quận", "p": "phường",
}  # fmt: skip
# Words after which a level word is part of another word: "vùng xa", "địa phương", "cơ quan".
NOT_LEVEL_AFTER = {
    "xa": ("vung", "dao", "thi"), "phuong": ("dia", "doi", "song", "bon"),
    "quan": ("co", "lien", "hai", "chu", "khach"),
    "tinh": ("vi", "uy", "dac", "hanh"), "huyen": (),
}  # fmt: skip
CUES = frozenset({"o", "tai", "cua", "ben", "ve", "tren", "thuoc", "cho", "voi", "tu"})
FUNCTION_WORDS = frozenset(
    {
        "giua", "o", "tai", "cua", "ve", "ben", "con", "va", "trong", "the", "theo", "nhu", "hoi", "tu", "voi", "cho",
        "doi", "do", "neu", "khi", "co", "sao", "vi", "hay", "rieng", "chi", "xem", "tim", "so", "ca", "tinh",
        "huyen", "xa", "uy", "phia", "tren", "thuoc", "den", "qua", "toi",
    }
)  # fmt: skip
ALIASES = {
    "hcm": "ho chi minh", "tphcm": "ho chi minh", "tp hcm": "ho chi minh", "sai gon": "ho chi minh",
    "thua thien hue": "hue", "brvt": "ba ria vung tau", "daklak": "dak lak", "dac lac": "dak lak", "dac lak": "dak lak",
    "dak lak": "dak lak", "dak nong": "dak nong", "daknong": "dak nong", "bac can": "bac kan", "kontum": "kon tum",
}  # fmt: skip
PERSONS = frozenset({"ho chi minh"})
# Words that go together with the first syllable of a name and make it something else: "đánh giá …", "giữ hòa …".
SPOILERS = {"gia": ("danh", "dinh", "don", "tri", "tham", "luong"), "hoa": ("gin", "giu", "bao")}
ORDINARY = frozenset(
    {
        "thong nhat", "vinh", "hoa binh", "nam can", "bach thong", "hai an", "gia nghia", "cao bang", "hoi an",
        "yen binh", "ly nhan", "quan hoa", "vi thanh", "gia binh", "dong van", "vu ban",
    }
)  # fmt: skip
ORDINARY_FOLDED = ORDINARY | {
    "chu", "van ban", "tuong duong", "la gi", "duc pho", "dong da", "do luong", "con co", "cho don", "dinh quan",
    "vu thu", "cho moi", "dien bien", "luong tai", "thanh chuong", "an thi", "duc co", "can duoc", "dong phu", "co do",
    "co to", "dan phuong", "dien ban", "duc hoa", "kien an", "dong hai", "tan thanh", "duc trong", "tu ky", "dong hoa",
    "dam doi", "dai tu", "minh hoa", "an duong", "duong kinh", "phong dien", "dinh lap", "gia lam", "gia vien",
    "phu giao", "cao phong", "tien du", "hoc mon", "cu chi", "long dat", "van ho", "thuan thanh", "van don",
    "hoa thanh", "dong anh", "huong hoa", "thoi binh", "song cong", "thanh ba", "luc ngan", "dong trieu", "tran de",
    "dong hoi", "dong giang", "nguyen binh", "an phu", "vu quang", "trang dinh", "dong ha", "van quan", "kien tuong",
    "ba don", "song lo", "thu thua", "bo trach", "thang binh", "an bien", "long ho", "luc nam", "nhu thanh",
    "kim dong", "van lam", "tuy phong", "hoa an", "song ma", "son dong", "hoai an", "hue", "tam dao", "cau ke",
    "tri ton", "thuan hoa", "thach an", "tan tien", "thong nhat", "doan ket", "quyet thang", "tu do", "doc lap",
    "dong tam", "tien bo", "dan chu", "tan lap", "cong hoa", "hung vuong", "dan tien", "tu tan", "nhan dan",
    "cong chinh", "minh duc", "thanh cong",
}  # fmt: skip
