//! Which page stands in the frame.

use leptos::prelude::*;

use super::route::Route;
use super::{Desk, about, device, home, notice, results};
use crate::pages::around;

/// The whole page.
pub(super) fn page(desk: Desk, route: Route) -> impl IntoView {
    let open = match route {
        Route::Home => "/",
        Route::Device => "/may-nay",
        Route::About => "/gioi-thieu",
        _ => "",
    };
    let content = match route {
        Route::Home => home::page(desk).into_any(),
        Route::Results(campaign) => results::page(desk, campaign).into_any(),
        Route::Device => device::page(desk).into_any(),
        Route::About => about::page(desk).into_any(),
        Route::Unkept => notice::unkept(desk).into_any(),
        Route::Unlearnt => notice::unlearnt(desk).into_any(),
        Route::Untooled => notice::untooled(desk).into_any(),
        Route::Missing => notice::missing(desk).into_any(),
    };
    around::frame(desk.tongue, desk.news, open, ("desk", content))
}
