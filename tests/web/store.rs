//! The store on IndexedDB passes the acceptance suite.

use std::cell::RefCell;

use lang_nghe::platform::indexed_db::IndexedDb;
use lang_nghe::platform::random;
use lang_nghe_store::suite::{self, Bench, Spot};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::faults;

#[derive(Default)]
pub(crate) struct IndexedDbBench {
    name: RefCell<String>,
}

impl IndexedDbBench {
    /// Name of the database of the last log.
    pub(crate) fn database(&self) -> String {
        self.name.borrow().clone()
    }
}

impl Bench for IndexedDbBench {
    type Store = IndexedDb;

    async fn empty(&self) -> IndexedDb {
        self.name.replace(format!("test-{}", u128::from_le_bytes(random::bytes().unwrap())));
        self.again().await
    }

    async fn again(&self) -> IndexedDb {
        IndexedDb::open_named(&self.database()).await.unwrap()
    }

    async fn damage(&self, _: &IndexedDb, spot: Spot<'_>) {
        let (shelf, key) = match spot {
            Spot::Waiting(id) => ("waiting", id.to_string()),
            Spot::Draft(name) => ("drafts", name.to_owned()),
            Spot::Value(name) => ("values", name.to_owned()),
        };
        faults::damage_row(&self.database(), shelf, &key).await;
    }

    async fn set_full(&self, _: &IndexedDb, full: bool) {
        faults::set_full(full);
    }
}

macro_rules! browser_tests {
    ($($case:ident)*) => {
        $(
            #[wasm_bindgen_test]
            async fn $case() {
                suite::$case(&IndexedDbBench::default()).await;
            }
        )*
    };
}

lang_nghe_store::acceptance!(browser_tests);
