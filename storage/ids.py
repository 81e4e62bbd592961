"""Ids of different kinds are different types, from row to reply."""

from typing import NewType

AddressId = NewType("AddressId", int)
PersonId = NewType("PersonId", int)
RoleId = NewType("RoleId", int)
UnitId = NewType("UnitId", int)
ChildId = NewType("ChildId", int)
ReminderId = NewType("ReminderId", int)
DigestId = NewType("DigestId", int)
EntryId = NewType("EntryId", int)
ReferralId = NewType("ReferralId", int)
LetterId = NewType("LetterId", int)
InviteId = NewType("InviteId", int)
LeaveId = NewType("LeaveId", int)
ProposalId = NewType("ProposalId", int)
ComplaintId = NewType("ComplaintId", int)
