//! Whose turn it is to have forms taken. Opening and storing them is the hub's dearest work, so few do it at once, and
//! those who wait are not served in the order in which they came but so that every network gets an equal share: one that
//! sends thousands of forms waits behind itself, and somebody's single form is next.
//!
//! This is start-time fair queueing: each asker's next piece of work starts, in a time that counts forms, where its last
//! one ended, and the earliest start is served first.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

/// How many are served at once: while one writes, another one's envelopes are opened.
const AT_ONCE: usize = 2;
/// Longest wait for a turn.
const PATIENCE: Duration = Duration::from_secs(20);
/// Most who wait at once; beyond it the hub says that it is busy.
const MOST_WAITING: usize = 8_192;

/// Most askers remembered while there is always something to do.
const MOST_ASKERS: usize = 10_000;

/// Who asks, as far as turns tell askers apart.
pub(crate) type Asker = (u128, u8);

/// The queue.
#[derive(Debug, Default)]
pub struct Turns(Arc<Mutex<Queue>>);

#[derive(Debug)]
struct Queue {
    free: usize,
    /// Where the work that was begun last started.
    now: u64,
    number: u64,
    ends: HashMap<Asker, u64>,
    waiting: BTreeMap<(u64, u64), oneshot::Sender<Turn>>,
}

impl Default for Queue {
    fn default() -> Self {
        Self { free: AT_ONCE, now: 0, number: 0, ends: HashMap::new(), waiting: BTreeMap::new() }
    }
}

impl Queue {
    /// Where the next work of an asker starts.
    fn start(&mut self, asker: Asker, forms: usize) -> u64 {
        if self.ends.len() >= MOST_ASKERS {
            let now = self.now;
            self.ends.retain(|_, end| *end > now);
        }
        let start = self.ends.get(&asker).copied().unwrap_or_default().max(self.now);
        self.ends.insert(asker, start + forms as u64);
        start
    }

    /// Who is next; without anybody, a place is free.
    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        if let Some(((start, _), call)) = self.waiting.pop_first() {
            self.now = self.now.max(start);
            return Some(call);
        }
        self.free += 1;
        if self.free == AT_ONCE {
            // Nobody waits and nothing is done: everybody begins anew.
            self.ends.clear();
        }
        None
    }
}

fn lock(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A turn; the next one's begins when it is dropped.
#[derive(Debug)]
pub(crate) struct Turn(Option<Arc<Mutex<Queue>>>);

impl Turns {
    /// Waits for the turn of `asker` with so many forms; `None` if it does not come in time.
    pub(crate) async fn take(&self, asker: Asker, forms: usize) -> Option<Turn> {
        let called = {
            let mut queue = lock(&self.0);
            let start = queue.start(asker, forms);
            if queue.free > 0 {
                queue.free -= 1;
                queue.now = queue.now.max(start);
                return Some(Turn(Some(Arc::clone(&self.0))));
            }
            if queue.waiting.len() >= MOST_WAITING {
                return None;
            }
            let (call, called) = oneshot::channel();
            queue.number += 1;
            let place = (start, queue.number);
            queue.waiting.insert(place, call);
            called
        };
        tokio::time::timeout(PATIENCE, called).await.ok()?.ok()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(queue) = self.0.take() else { return };
        loop {
            let Some(call) = lock(&queue).next() else { return };
            // Whoever gave up waiting takes no turn: it comes back, and the next one is called.
            match call.send(Self(Some(Arc::clone(&queue)))) {
                Ok(()) => return,
                Err(mut back) => back.0 = None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Asker = (1, 128);
    const OTHER: Asker = (2, 128);

    fn done(order: &Mutex<Vec<&'static str>>) -> Vec<&'static str> {
        order.lock().unwrap().clone()
    }

    #[tokio::test]
    async fn one_form_is_next_however_many_another_network_has_sent_before() {
        let (turns, order) = (Turns::default(), Mutex::new(Vec::new()));
        let busy = [turns.take(OTHER, 20).await.unwrap(), turns.take(OTHER, 20).await.unwrap()];
        let serve = async |asker, forms, name| {
            let turn = turns.take(asker, forms).await.unwrap();
            order.lock().unwrap().push(name);
            drop(turn);
        };
        tokio::join!(
            serve(OTHER, 20, "third batch"),
            serve(OTHER, 20, "fourth batch"),
            serve(HOME, 1, "one form"),
            serve(HOME, 1, "another form"),
            async { drop(busy) },
        );
        assert_eq!(done(&order), ["one form", "another form", "third batch", "fourth batch"]);
        assert!(lock(&turns.0).ends.is_empty(), "remembers nobody");
    }

    #[tokio::test]
    async fn who_gave_up_is_passed_over() {
        let turns = Turns::default();
        let busy = [turns.take(OTHER, 1).await.unwrap(), turns.take(OTHER, 1).await.unwrap()];
        {
            let mut waits = Box::pin(turns.take(HOME, 1));
            let waker = std::task::Waker::noop();
            assert!(waits.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        }
        drop(busy);
        assert_eq!(lock(&turns.0).free, AT_ONCE);
        assert!(turns.take(OTHER, 1).await.is_some());
    }
}
