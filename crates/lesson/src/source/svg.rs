//! A drawing that may stand in a page as it is: shapes, and nothing that runs, loads, speaks or
//! brings its own colours.

use lang_nghe_instrument::source::Inspector;
use roxmltree::{Document, Node, ParsingOptions};

/// Largest drawing, in bytes.
const LARGEST: usize = 2_600;

/// Shapes, and what groups them. No text: a drawing serves every language.
const ELEMENTS: [&str; 9] = ["circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect", "svg"];

/// Numbers that make a shape. No `style`, no `id`, no handler, no reference.
const ATTRIBUTES: [&str; 27] = [
    "class",
    "cx",
    "cy",
    "d",
    "fill",
    "fill-rule",
    "height",
    "opacity",
    "points",
    "r",
    "rx",
    "ry",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-width",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
    "fill-opacity",
];

/// Colours come from the page, so that a drawing is right in the dark as well: these classes are in
/// `style/lesson.css`.
const CLASSES: [&str; 6] = ["p-accent", "p-warm", "p-error", "p-wash", "p-paper", "p-soft"];

/// Everything that is wrong with a drawing.
pub(super) fn check_svg(svg: &str, inspector: &mut Inspector<'_>) {
    if svg.len() > LARGEST {
        inspector.say(format_args!("is {} bytes; draw it simpler, at most {LARGEST}", svg.len()));
    }
    // Without a document type there are no entities to expand.
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(svg, options) {
        Ok(document) => document,
        Err(error) => return inspector.say(format_args!("is no XML ({error}); correct it")),
    };
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some("http://www.w3.org/2000/svg") {
        inspector.say("does not begin with <svg xmlns=\"http://www.w3.org/2000/svg\">; correct it");
    }
    if root.attribute("viewBox").is_none() {
        inspector.say("has no viewBox; without one it cannot be scaled");
    }
    for node in document.descendants() {
        check_node(node, inspector);
    }
}

fn check_node(node: Node<'_, '_>, inspector: &mut Inspector<'_>) {
    if node.is_text() && node.text().is_some_and(|text| !text.trim().is_empty()) {
        inspector.say("has words in it; a drawing serves every language, so put them into the lesson");
    }
    if node.is_pi() {
        inspector.say("has a processing instruction; remove it");
    }
    if !node.is_element() {
        return;
    }
    let name = node.tag_name().name();
    if !ELEMENTS.contains(&name) {
        inspector
            .say(format_args!("has <{name}>; only these can stand in a drawing: {}", ELEMENTS.join(", ")));
    }
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        if attribute.namespace().is_some() || !ATTRIBUTES.contains(&name) {
            inspector.say(format_args!(
                "has the attribute `{name}`; remove it (colours are classes, nothing is loaded)"
            ));
        } else if name == "class" {
            for class in value.split_whitespace().filter(|class| !CLASSES.contains(class)) {
                inspector.say(format_args!("has the class `{class}`; choose from {}", CLASSES.join(", ")));
            }
        } else if matches!(name, "fill" | "stroke") && !matches!(value, "none" | "currentColor") {
            inspector.say(format_args!(
                "has the colour {name}=\"{value}\"; write none, currentColor or a class, so that it can be seen in the dark"
            ));
        }
    }
}

/// The drawing without the spaces between its elements, as it goes into packs.
pub(super) fn compact(svg: &str) -> String {
    let lines: Vec<&str> = svg.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ").replace("> <", "><")
}
