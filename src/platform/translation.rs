//! Pages that the browser translates: text that changes stays true.
//!
//! A translating browser takes each piece of text out of the page and puts a `<font>` with its translation there.
//! Whoever draws the page still holds the piece that was taken out, changes, moves or removes it, and nobody sees that:
//! an old figure stays beside the new ones. So each piece is put back, hidden, right before its translation. When it
//! changes, it and all others of its element take their places again, and the browser translates what is true now.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node, NodeList};

/// Marks an element that holds a piece of text which was translated.
const MARK: &str = "data-translated";

/// A piece of text that was taken out of the page, and where it is kept.
struct Piece {
    holder: Element,
    text: Node,
    said: Option<String>,
}

/// Watches the page from now on.
pub fn keep_true() {
    let mut pieces = Vec::new();
    let changed = Closure::<dyn FnMut(Array)>::new(move |records: Array| {
        for record in records.iter() {
            pieces.extend(taken_out(&record));
        }
        follow(&mut pieces);
    });
    // Where nothing can be watched, nothing translates either.
    let _ = watch(changed.as_ref().unchecked_ref());
    changed.forget();
}

/// Calls a function with every change of what is drawn.
fn watch(call: &Function) -> Result<(), JsValue> {
    let body = super::document::document().and_then(|document| document.body()).ok_or(JsValue::NULL)?;
    let class: Function = Reflect::get(&js_sys::global(), &"MutationObserver".into())?.dyn_into()?;
    let observer = Reflect::construct(&class, &Array::of1(call))?;
    let observe: Function = Reflect::get(&observer, &"observe".into())?.dyn_into()?;
    let all = Object::new();
    for name in ["childList", "characterData", "subtree"] {
        Reflect::set(&all, &name.into(), &JsValue::TRUE)?;
    }
    observe.call2(&observer, &body, &all)?;
    Ok(())
}

/// Pieces of text that a translation took the place of.
fn taken_out(record: &JsValue) -> Vec<Piece> {
    let texts = listed(record, "removedNodes")
        .filter(|node| node.node_type() == Node::TEXT_NODE && !node.is_connected());
    texts.filter_map(|text| keep(text, &translation(record)?)).collect()
}

/// The translation that stands where something was taken out, if it is nobody else's.
fn translation(record: &JsValue) -> Option<Element> {
    let beside = |name: &str| Reflect::get(record, &name.into()).ok()?.dyn_into::<Node>().ok();
    let around = ["previousSibling", "nextSibling"].into_iter().filter_map(beside);
    listed(record, "addedNodes").chain(around).find_map(|node| {
        let font = node.dyn_into::<Element>().ok().filter(is_translation)?;
        let is_free = font.previous_element_sibling().is_none_or(|before| !before.has_attribute(MARK));
        (is_free && font.is_connected()).then_some(font)
    })
}

fn is_translation(element: &Element) -> bool {
    element.tag_name() == "FONT" && !element.has_attribute(MARK)
}

/// Puts a piece back, hidden, before its translation.
fn keep(text: Node, translation: &Element) -> Option<Piece> {
    let parent = translation.parent_element()?;
    // An option shows all text below it, hidden or not.
    if parent.tag_name() == "OPTION" {
        return None;
    }
    let holder = super::document::document()?.create_element("font").ok()?;
    for (name, value) in [(MARK, ""), ("hidden", ""), ("translate", "no"), ("class", "notranslate")] {
        holder.set_attribute(name, value).ok()?;
    }
    holder.append_child(&text).ok()?;
    parent.insert_before(&holder, Some(translation)).ok()?;
    let said = text.node_value();
    Some(Piece { holder, text, said })
}

/// Does in the open what was done to kept pieces.
fn follow(pieces: &mut Vec<Piece>) {
    pieces.retain(|piece| piece.holder.is_connected());
    // What was put beside a piece belongs beside its translation.
    for Piece { holder, text, .. } in pieces.iter() {
        for node in nodes(&holder.child_nodes()).filter(|node| node != text).collect::<Vec<_>>() {
            let _ = holder.before_with_node_1(&node);
        }
    }
    let is_gone = |piece: &Piece| piece.text.parent_node().as_ref() != Some(piece.holder.as_ref());
    let is_other = |piece: &Piece| is_gone(piece) || piece.text.node_value() != piece.said;
    let parents: Vec<_> =
        pieces.iter().filter(|piece| is_other(piece)).map(|piece| piece.holder.parent_node()).collect();
    pieces.retain(|piece| {
        let stays = !parents.contains(&piece.holder.parent_node());
        if !stays {
            put_back(piece, is_gone(piece));
        }
        stays
    });
}

/// Ends a translation: the piece takes its place, unless it is gone from there too.
fn put_back(Piece { holder, text, .. }: &Piece, is_gone: bool) {
    if let Some(translation) = holder.next_element_sibling().filter(is_translation) {
        translation.remove();
    }
    if is_gone {
        holder.remove();
    } else {
        let _ = holder.replace_with_with_node_1(text);
    }
}

/// The nodes that a record of changes lists under a name.
fn listed(record: &JsValue, name: &str) -> impl Iterator<Item = Node> + use<> {
    let list = Reflect::get(record, &name.into()).ok().and_then(|list| list.dyn_into::<NodeList>().ok());
    list.map(|list| nodes(&list)).into_iter().flatten()
}

fn nodes(list: &NodeList) -> impl Iterator<Item = Node> + use<> {
    let nodes: Vec<_> = (0..list.length()).filter_map(|at| list.item(at)).collect();
    nodes.into_iter()
}
