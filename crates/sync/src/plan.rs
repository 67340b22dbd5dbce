//! What to do, given what is here and what is known of the hub.

use lang_nghe_record::{Envelope, RecordId};

/// What is on this device.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// Envelopes that wait, oldest first.
    pub waiting: &'a [Envelope],
    /// Ids that the device believes to be at the hub.
    pub sent: &'a [RecordId],
}

/// What is known of the hub.
#[derive(Clone, Copy, Debug)]
pub struct There<'a> {
    /// Ids that it said it lacks.
    pub missing: &'a [RecordId],
    /// Ids that it would not settle a moment ago: they wait for another day and hold nobody up.
    pub unsettled: &'a [RecordId],
    /// Most envelopes that it is sent at once.
    pub records: usize,
    /// Most bytes that it is sent at once.
    pub bytes: usize,
}

/// One thing to do. Steps are independent: each may fail, be repeated, or never happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Put these sent envelopes back in the queue.
    Requeue(Vec<RecordId>),
    /// Send these, in one batch.
    Send(Vec<RecordId>),
}

/// What to do, in order.
pub fn plan(here: &Here<'_>, there: &There<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    // Lists of a thousand ids at most: looking through them is faster than it is worth a tree's code.
    let mut lacking = Vec::new();
    for id in there.missing {
        if here.sent.contains(id) && !lacking.contains(id) {
            lacking.push(*id);
        }
    }
    if !lacking.is_empty() {
        steps.push(Step::Requeue(lacking));
    }
    let (mut batch, mut bytes) = (Vec::new(), FRAME_BYTES);
    for envelope in here.waiting.iter().filter(|envelope| !there.unsettled.contains(&envelope.id)) {
        let more = wire_bytes(envelope);
        // One that is too large by itself goes alone: the hub is to judge it, not we.
        let full = batch.len() == there.records || bytes + more > there.bytes;
        if full && !batch.is_empty() {
            steps.push(Step::Send(std::mem::take(&mut batch)));
            bytes = FRAME_BYTES;
        }
        batch.push(envelope.id);
        bytes += more;
    }
    if !batch.is_empty() {
        steps.push(Step::Send(batch));
    }
    steps
}

/// Bytes of a batch without its envelopes: `{"records":[]}`.
const FRAME_BYTES: usize = 14;

/// Bytes that an envelope takes in a batch, at most: names, quotation marks, and a campaign's name in
/// which every character might need an escape.
fn wire_bytes(envelope: &Envelope) -> usize {
    80 + envelope.campaign.len() * 6 + envelope.sealed.len().div_ceil(3) * 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{BATCH_BYTES, Batch};

    fn id(number: u8) -> RecordId {
        RecordId::from_random([number; 16])
    }

    fn envelope(number: u8, bytes: usize) -> Envelope {
        Envelope { id: id(number), campaign: "demo".to_owned(), sealed: vec![number; bytes] }
    }

    fn ids(numbers: impl IntoIterator<Item = u8>) -> Vec<RecordId> {
        numbers.into_iter().map(id).collect()
    }

    #[track_caller]
    fn check(waiting: &[Envelope], records: usize, bytes: usize, expected: &[Vec<RecordId>]) {
        let here = Here { waiting, sent: &[] };
        let there = There { missing: &[], unsettled: &[], records, bytes };
        let expected: Vec<_> = expected.iter().cloned().map(Step::Send).collect();
        assert_eq!(plan(&here, &there), expected);
    }

    #[test]
    fn an_empty_queue_needs_no_step() {
        check(&[], 20, BATCH_BYTES, &[]);
    }

    #[test]
    fn batches_keep_the_order_and_the_number() {
        let waiting: Vec<_> = (1..=5).map(|number| envelope(number, 10)).collect();
        check(&waiting, 2, BATCH_BYTES, &[ids([1, 2]), ids([3, 4]), ids([5])]);
        check(&waiting, 5, BATCH_BYTES, &[ids(1..=5)]);
    }

    #[test]
    fn batches_keep_within_their_bytes() {
        let waiting = [envelope(1, 300), envelope(2, 300), envelope(3, 300)];
        check(&waiting, 20, FRAME_BYTES + 2 * (80 + 24 + 400), &[ids([1, 2]), ids([3])]);
    }

    #[test]
    fn one_that_is_too_large_goes_alone() {
        let waiting = [envelope(1, 10), envelope(2, 9_000), envelope(3, 10)];
        check(&waiting, 20, 1_000, &[ids([1]), ids([2]), ids([3])]);
    }

    #[test]
    fn what_the_hub_would_not_settle_holds_nobody_up() {
        let waiting = [envelope(1, 10), envelope(2, 10)];
        let here = Here { waiting: &waiting, sent: &[] };
        let unsettled = [id(1)];
        let there = There { missing: &[], unsettled: &unsettled, records: 1, bytes: BATCH_BYTES };
        assert_eq!(plan(&here, &there), [Step::Send(ids([2]))]);
    }

    #[test]
    fn only_what_was_sent_from_here_is_put_back_and_once() {
        let sent = ids([1, 2]);
        let here = Here { waiting: &[], sent: &sent };
        let missing = ids([2, 9, 2]);
        let there = There { missing: &missing, unsettled: &[], records: 1, bytes: BATCH_BYTES };
        assert_eq!(plan(&here, &there), [Step::Requeue(ids([2]))]);
    }

    #[test]
    fn the_bytes_on_the_wire_are_never_more_than_reckoned() {
        let odd = Envelope { id: id(1), campaign: "\u{1}\"xã".to_owned(), sealed: vec![0; 1000] };
        let batch = Batch::of([&odd, &envelope(2, 1)]);
        let written = serde_json::to_vec(&batch).unwrap().len();
        assert!(written <= FRAME_BYTES + wire_bytes(&odd) + wire_bytes(&envelope(2, 1)));
    }
}
