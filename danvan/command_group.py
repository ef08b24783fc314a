"""What the `danvan` command and its groups share: help where no command is named, and settings read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from danvan.exit_codes import ExitCode
from danvan.vietnamese_help import VietnameseGroup

if TYPE_CHECKING:
    from danvan.settings import Settings


def command_group(name: str, help_vi: str) -> typer.Typer:
    """Return a group of commands that shows its help when none of them is named."""
    group = typer.Typer(name=name, cls=VietnameseGroup, help=help_vi, add_completion=False, rich_markup_mode=None)
    group.callback(invoke_without_command=True)(show_help_without_command)
    return group


def show_help_without_command(ctx: typer.Context) -> None:
    """Show the help when no command is named."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(ExitCode.USAGE)


def read_settings() -> Settings:
    """Read the settings first: an operator's mistake is told before anything is imported or opened."""
    from danvan.settings import load_settings

    return load_settings()
