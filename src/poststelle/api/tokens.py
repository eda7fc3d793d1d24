"""`/tokens`: one's own API tokens."""

from django.http import HttpRequest
from ninja import Router, Schema, Status

from poststelle.api.door import person_of
from poststelle.api.shapes import TokenOut
from poststelle.mailroom import tokens
from poststelle.model.identifiers import TokenId
from poststelle.model.token import Token

router = Router(tags=["tokens"])


class TokenIn(Schema):
    name: str


class TokenMade(Schema):
    """The token is in this answer and nowhere else."""

    id: int
    name: str
    token: str


@router.get("/tokens", response=list[TokenOut])
def mine(request: HttpRequest) -> list[Token]:
    return tokens.of_person(person_of(request))


@router.post("/tokens", response={201: TokenMade})
def create(request: HttpRequest, body: TokenIn) -> Status[TokenMade]:
    number, secret = tokens.create(person_of(request), body.name)
    return Status(201, TokenMade(id=number, name=body.name, token=secret.reveal()))


@router.delete("/tokens/{token}", response={204: None})
def revoke(request: HttpRequest, token: int) -> Status[None]:
    tokens.revoke(person_of(request), TokenId(token))
    return Status(204, None)
