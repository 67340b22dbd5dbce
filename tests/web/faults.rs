//! What a browser does on a bad day, done on purpose (`faults.js`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/web/faults.js")]
extern "C" {
    #[wasm_bindgen(js_name = damageRow)]
    pub async fn damage_row(database: &str, shelf: &str, key: &str);
    pub async fn everything(database: &str) -> JsValue;
    #[wasm_bindgen(js_name = takeOver)]
    pub async fn take_over(database: &str);
    #[wasm_bindgen(js_name = deleteDatabase)]
    pub async fn delete_database(database: &str);
    #[wasm_bindgen(js_name = setFull)]
    pub fn set_full(full: bool);
    #[wasm_bindgen(js_name = watchDurability)]
    pub fn watch_durability();
    #[wasm_bindgen(js_name = seenDurability)]
    pub fn seen_durability() -> String;
    #[wasm_bindgen(js_name = hideStorage)]
    pub fn hide_storage(how: &str);
    #[wasm_bindgen(js_name = hideKeys)]
    pub fn hide_keys(hidden: bool);
    #[wasm_bindgen(js_name = hideLocks)]
    pub fn hide_locks(hidden: bool);
    #[wasm_bindgen(js_name = keyCanBeExported)]
    pub async fn key_can_be_exported(database: &str) -> JsValue;
}
