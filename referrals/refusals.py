"""Why a deed on a referral was not done. Each holds what a screen needs to say so; no words."""

from storage.referrals import Referral


class NotDone(Exception):
    """Nothing was changed."""


class Missing(NotDone):
    """There is none, or none for this actor: the two are not told apart."""


class ColleagueHasIt(NotDone):
    """Somebody of the unit claimed it first."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(referral.id)
        self.referral = referral


class AlreadyOpen(NotDone):
    """This child of the ledger has an open referral."""


class Refused(NotDone):
    """The table has no such deed where the referral stands now."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(referral.id, referral.state.value)
        self.referral = referral


class MustStay(NotDone):
    """Life may be in danger (P0): somebody has to look first, so the family can't withdraw it."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(referral.id)
        self.referral = referral


class NoChat(NotDone):
    """Opened by staff: the family has no chat here to be answered in."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(referral.id)
        self.referral = referral
