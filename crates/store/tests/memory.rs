//! The store in memory passes the acceptance suite.

use std::cell::RefCell;

use lang_nghe_store::MemoryStore;
use lang_nghe_store::suite::{self, Bench, Spot};

#[derive(Default)]
struct MemoryBench {
    last: RefCell<MemoryStore>,
}

impl Bench for MemoryBench {
    type Store = MemoryStore;

    async fn empty(&self) -> MemoryStore {
        self.last.replace(MemoryStore::default());
        self.again().await
    }

    async fn again(&self) -> MemoryStore {
        self.last.borrow().clone()
    }

    async fn damage(&self, store: &MemoryStore, spot: Spot<'_>) {
        match spot {
            Spot::Waiting(id) => store.damage_waiting(id),
            Spot::Draft(name) => store.damage_draft(name),
            Spot::Value(name) => store.damage_value(name),
        }
    }

    async fn set_full(&self, store: &MemoryStore, full: bool) {
        store.set_capacity(full.then(|| store.size()));
    }
}

macro_rules! native_tests {
    ($($case:ident)*) => {
        $(
            #[test]
            fn $case() {
                pollster::block_on(suite::$case(&MemoryBench::default()));
            }
        )*
    };
}

lang_nghe_store::acceptance!(native_tests);
