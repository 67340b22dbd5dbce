//! What may stand in a drawing.

use super::fixture::{Content, SVG};

#[track_caller]
fn refused(svg: &str, sentence: &str) {
    let content = Content::good();
    content.write("pictures/well.svg", svg);
    let faults = content.check();
    assert!(
        faults.iter().any(|fault| fault.starts_with("content/lessons/pictures/well.svg: ") && fault.contains(sentence)),
        "{svg}: {faults}"
    );
}

fn with(inner: &str) -> String {
    SVG.replace("</svg>", &format!("{inner}</svg>"))
}

#[test]
fn nothing_that_runs_loads_or_speaks_is_in_a_drawing() {
    refused(&with("<script>alert(1)</script>"), "has <script>");
    refused(&with("<image href=\"x.png\"/>"), "has <image>");
    refused(&with("<use href=\"#x\"/>"), "has <use>");
    refused(&with("<foreignObject/>"), "has <foreignObject>");
    refused(&with("<text>Chào</text>"), "has <text>");
    refused(&with("<style>*{}</style>"), "has <style>");
    refused(&with("<a href=\"https://example.org\"/>"), "has <a>");
    refused(&with("<path d=\"M0 0\" onclick=\"x()\"/>"), "the attribute `onclick`");
    refused(&with("<path d=\"M0 0\" style=\"fill:red\"/>"), "the attribute `style`");
    refused(&with("<path d=\"M0 0\" href=\"x\"/>"), "the attribute `href`");
    refused(&with("lời"), "has words in it");
    refused(&with("<?x y?>"), "a processing instruction");
}

#[test]
fn colours_come_from_the_page() {
    refused(&with("<path d=\"M0 0\" fill=\"red\"/>"), "the colour fill=\"red\"");
    refused(&with("<path d=\"M0 0\" stroke=\"url(#a)\"/>"), "the colour stroke=\"url(#a)\"");
    refused(&with("<path d=\"M0 0\" class=\"p-wash pink\"/>"), "the class `pink`");
}

#[test]
fn a_drawing_is_small_whole_and_scalable() {
    refused(&SVG.replace("viewBox", "width"), "has no viewBox");
    refused(&SVG.replace("</svg>", ""), "is no XML");
    refused("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>", "is no XML");
    refused(&SVG.replace("http://www.w3.org/2000/svg", "x"), "does not begin with <svg");
    refused(&with(&"<circle cx=\"1\"/>".repeat(200)), "draw it simpler");
}

#[test]
fn a_drawing_goes_out_without_the_spaces_of_its_file() {
    let compact = crate::source::svg::compact(SVG);
    assert!(compact.contains("\"><circle") && compact.ends_with("/></svg>"), "{compact}");
}
