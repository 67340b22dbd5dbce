//! Opening the database: creating it, refusing a newer one, giving way to a newer app.

use js_sys::{Promise, Reflect};
use lang_nghe_store::{SCHEMA, StoreError};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbIndexParameters, IdbObjectStoreParameters, IdbOpenDbRequest};

use super::request::{failure, listen, named};
use super::shelf;
use crate::platform::clock;

/// How long the browser may take before the page goes on without a storage: another tab may hold an older version open,
/// and there are browsers in which it never answers.
pub(super) const PATIENCE_MS: u32 = 4_000;

/// Opens the database of this name, creating it when it is not there.
pub(super) async fn open(name: &str) -> Result<IdbDatabase, StoreError> {
    let request = factory()?.open_with_u32(name, SCHEMA).map_err(refusal)?;
    let upgrade = request.clone();
    let build = Closure::once(move || {
        if create(&upgrade).is_err() {
            // Half a database would be worse than none.
            let _ = upgrade.transaction().map(|transaction| transaction.abort());
        }
    });
    request.set_onupgradeneeded(Some(build.as_ref().unchecked_ref()));
    let done = Promise::new(&mut |resolve, _| {
        listen(&request, &resolve);
        // Other tabs give way at once (below), so this is almost never more than a moment.
        clock::call_later(&resolve, PATIENCE_MS);
    });
    JsFuture::from(done).await.map_err(failure)?;
    match request.error() {
        Ok(None) => {}
        Ok(Some(error)) => return Err(refusal(error.into())),
        // A request that is still pending has no error to give.
        Err(_) => {
            close_when_it_comes(&request);
            return Err(StoreError::Unavailable);
        }
    }
    let database: IdbDatabase = request.result().map_err(failure)?.unchecked_into();
    let gives_way = database.clone();
    let close = Closure::once_into_js(move || gives_way.close());
    database.set_onversionchange(Some(close.unchecked_ref()));
    Ok(database)
}

/// The browser's IndexedDB. Some browsers hide it and some throw when it may not be used.
pub(super) fn factory() -> Result<IdbFactory, StoreError> {
    let found = Reflect::get(&js_sys::global(), &"indexedDB".into()).map_err(|_| StoreError::Unavailable)?;
    if found.is_undefined() || found.is_null() {
        return Err(StoreError::Unavailable);
    }
    Ok(found.unchecked_into())
}

/// Why opening failed. What cannot be opened is not there for the page, whatever the browser calls it: private windows
/// refuse with `InvalidStateError`, blocked site data and damaged files with `UnknownError`.
pub(super) fn refusal(thrown: JsValue) -> StoreError {
    match thrown.dyn_ref::<web_sys::DomException>().map(named) {
        Some(error @ (StoreError::Full | StoreError::Newer)) => error,
        _ => StoreError::Unavailable,
    }
}

/// An answer that comes after we gave up would otherwise hold the database open for ever.
pub(super) fn close_when_it_comes(request: &IdbOpenDbRequest) {
    let late = request.clone();
    let close = Closure::once_into_js(move || {
        if let Ok(database) = late.result() {
            database.unchecked_into::<IdbDatabase>().close();
        }
    });
    request.set_onsuccess(Some(close.unchecked_ref()));
    request.set_onerror(None);
}

/// Version 1: the object stores and indexes.
fn create(request: &IdbOpenDbRequest) -> Result<(), JsValue> {
    let database: IdbDatabase = request.result()?.unchecked_into();
    let keyed = |key: &str| {
        let parameters = IdbObjectStoreParameters::new();
        parameters.set_key_path(&key.into());
        parameters
    };
    let numbered = keyed("sequence");
    numbered.set_auto_increment(true);
    let once = IdbIndexParameters::new();
    once.set_unique(true);
    let create =
        |name, parameters: &_| database.create_object_store_with_optional_parameters(name, parameters);
    create(shelf::WAITING, &numbered)?.create_index_with_str_and_optional_parameters("id", "id", &once)?;
    create(shelf::SENT, &keyed("id"))?.create_index_with_str("at", "at")?;
    create(shelf::REFUSED, &keyed("id"))?;
    create(shelf::DRAFTS, &keyed("name"))?;
    create(shelf::VALUES, &keyed("name"))?;
    Ok(())
}
