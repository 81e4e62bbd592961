"""What a browser may say over the socket: checked here, whatever a page or a stranger sends."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

LONGEST_FRAME = 64 * 1024
HIGHEST_SEQ = 2**31 - 1


class FrameWrong(Exception):
    """Not a frame of our protocol."""


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True)


class Hello(_Frame):
    """First after each connect; `after` is the last number seen."""

    type: Literal["hello"]
    after: int = Field(ge=0, le=HIGHEST_SEQ)


class Said(_Frame):
    type: Literal["text"]
    key: str = Field(min_length=8, max_length=64, pattern=r"^[\w-]+$")
    text: str = Field(min_length=1, max_length=4000)


class Pressed(_Frame):
    type: Literal["press"]
    key: str = Field(min_length=8, max_length=64, pattern=r"^[\w-]+$")
    message: int = Field(ge=0, le=2**53)
    data: str = Field(min_length=1, max_length=64)


class Seen(_Frame):
    type: Literal["seen"]
    seq: int = Field(ge=0, le=HIGHEST_SEQ)


Frame = Hello | Said | Pressed | Seen
_READ: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


def read_frame(text: str) -> Frame:
    """Raises FrameWrong."""
    try:
        return _READ.validate_json(text)
    except ValidationError as error:
        raise FrameWrong from error
