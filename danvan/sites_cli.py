"""The `danvan sites` group: what can be said about registered pages. The work is in `danvan/commands/sites.py`."""

from __future__ import annotations

from typing import Annotated

import typer

from danvan.command_group import command_group, read_settings
from danvan.vietnamese_help import VietnameseCommand

group = command_group("sites", "Đăng ký, xem, sửa, gỡ các trang web được đặt khung hỏi đáp.")

AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON, cho chương trình khác đọc.")]
Named = Annotated[str, typer.Argument(metavar="MÃ_HOẶC_TÊN", help="Mã hoặc tên của trang (xem: sites list).")]
_ORIGIN = typer.Option(
    metavar="ĐỊA_CHỈ", help="Địa chỉ gốc của trang, ví dụ https://tinh.gov.vn; có thể lặp lại, không kèm đường dẫn."
)
Origin = Annotated[list[str], _ORIGIN]
NewOrigin = Annotated[list[str] | None, _ORIGIN]
Document = Annotated[
    list[str] | None,
    typer.Option(metavar="MÃ", help="Chỉ cho hỏi trong văn bản này (xem: danvan documents); có thể lặp lại."),
]
Locality = Annotated[
    str | None, typer.Option(metavar="ĐỊA_PHƯƠNG", help="Chỉ cho hỏi trong văn bản của địa phương này.")
]
TypeName = Annotated[
    str | None, typer.Option("--type", metavar="LOẠI", help="Chỉ cho hỏi trong văn bản loại này: Kế hoạch …")
]
Title = Annotated[str | None, typer.Option(metavar="CHỮ", help="Tên hiện trên khung hỏi đáp.")]
Greeting = Annotated[str | None, typer.Option(metavar="CHỮ", help="Lời chào đầu tiên trong khung.")]


@group.command(cls=VietnameseCommand, help="Đăng ký một trang và in dòng mã để đặt vào trang đó.")
def add(  # noqa: PLR0913 - one parameter an option
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên để nhận ra trang, ví dụ “Cổng thông tin huyện”.")],
    origin: Origin,
    document: Document = None,
    locality: Locality = None,
    type_name: TypeName = None,
    title: Title = None,
    greeting: Greeting = None,
    as_json: AsJson = False,
) -> None:
    """Register a site; a running server lets it in at once."""
    settings = read_settings()
    from danvan.commands.sites import Wanted
    from danvan.commands.sites import add as run

    run(settings, Wanted(name, origin, document, locality, type_name, title, greeting), as_json=as_json)


@group.command(
    cls=VietnameseCommand,
    help="Sửa một trang đã đăng ký; mã và dòng mã đã đặt vào trang giữ nguyên. Điều không nhắc đến thì giữ như cũ, "
    "điều để trống (“”) thì bỏ; --origin và --document thay cả danh sách cũ.",
)
def edit(  # noqa: PLR0913 - one parameter an option
    named: Named,
    name: Annotated[str | None, typer.Option(metavar="TÊN", help="Tên mới của trang.")] = None,
    origin: NewOrigin = None,
    document: Document = None,
    locality: Locality = None,
    type_name: TypeName = None,
    title: Title = None,
    greeting: Greeting = None,
    as_json: AsJson = False,
) -> None:
    """Change a site; a running server goes by it at once."""
    settings = read_settings()
    from danvan.commands.sites import Wanted
    from danvan.commands.sites import edit as run

    run(settings, named, Wanted(name, origin, document, locality, type_name, title, greeting), as_json=as_json)


@group.command("list", cls=VietnameseCommand, help="Liệt kê các trang đã đăng ký.")
def list_(as_json: AsJson = False) -> None:
    """List the registered sites."""
    settings = read_settings()
    from danvan.commands.sites import list_sites

    list_sites(settings, as_json=as_json)


@group.command(cls=VietnameseCommand, help="Xem một trang đã đăng ký và dòng mã để đặt vào trang.")
def show(named: Named, as_json: AsJson = False) -> None:
    """Show one site."""
    settings = read_settings()
    from danvan.commands.sites import show as run

    run(settings, named, as_json=as_json)


@group.command(cls=VietnameseCommand, help="Gỡ một trang: từ đó trang không hỏi được nữa.")
def remove(named: Named, as_json: AsJson = False) -> None:
    """Forget one site; its tokens are good for nothing from then on."""
    settings = read_settings()
    from danvan.commands.sites import remove as run

    run(settings, named, as_json=as_json)
