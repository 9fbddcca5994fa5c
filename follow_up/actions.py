from audit.actions import append_event
from core.policy import asks
from core.transactions import atomic
from core.uploads import fields_of
from meetings.actions.versions import claim_version
from meetings.models import ActionProof, institution_named
from meetings.workflow.action import ACTION


@asks("edit", of="action")
def change_action(action, *, version, by):
    """Correct what is asked, of whom, or until when; the institution follows the words.

    Raises `EditConflict` when somebody else was faster.
    """
    claim_version(action, version)
    action.institution = institution_named(action.addressee)
    action.save()
    append_event("action.edit", by=by, subject=action)
    return action


def _attach_proof(action, upload, *, kind, by):
    """Keep a file that shows what came of the action."""
    proof = ActionProof.objects.create(action=action, kind=kind, **fields_of(upload, by=by))
    append_event("action.prove", by=by, subject=action, sha256=proof.sha256)
    return proof


@atomic()
def take_step(action, step, *, by, proof=None, proof_kind=None, **facts):
    """Take a step of the action's life, and keep the file that proves it."""
    ACTION.perform(action, step, by=by, **facts)
    if proof:
        _attach_proof(action, proof, kind=proof_kind, by=by)
    return action
