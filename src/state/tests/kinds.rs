//! Questions of every kind: how they warn, how they are read back, how they are drawn.

use super::*;

/// The small form with one item of each further kind behind its only one.
fn of_every_kind() -> State {
    let mut pack = Arc::unwrap_or_clone(pack("vi"));
    let away = ResponseOption { id: "na".into(), kind: OptionKind::NotApplicable };
    let free = |id: &str| ResponseOption { id: id.into(), kind: OptionKind::Unscored };
    let channels = ["tv", "net", "talk", "none"].map(free).into_iter().chain([away.clone()]).collect();
    pack.instrument.scales.push(Scale { id: "channels".into(), options: channels });
    pack.instrument.scales.push(Scale { id: "na".into(), options: vec![away] });
    let item = |id: &str, scale, kind| Item { id: id.into(), scale, kind, ..Item::default() };
    pack.instrument.items.extend([
        item("channels", 1, Kind::Several { most: 2, alone: Some(3) }),
        item("visits", 2, Kind::Number { least: 1, most: 30, money: false, usual: (1, 20) }),
        item("why", 2, Kind::Words { most: 10 }),
    ]);
    let words_of = |short: &str, unit: Option<&str>| ItemText {
        plain: short.into(),
        short: short.into(),
        unit: unit.map(str::to_owned),
        ..ItemText::default()
    };
    pack.text.items.extend([
        words_of("Biết qua", None),
        words_of("Mấy lần", Some("lần")),
        words_of("Vì sao", None),
    ]);
    pack.text.options.push(words(&["Tivi", "Mạng", "Người quen", "Không cách nào", "Không biết"]));
    pack.text.options.push(words(&["Không rõ"]));
    let mut state = State::new(Arc::new(pack), Facts::default());
    state.act(Action::Start);
    choose(&mut state, "birth");
    state.act(Action::Next);
    choose(&mut state, "1");
    state.act(Action::Next);
    assert_eq!(state.session.step(), Step::Item(1));
    state
}

#[test]
fn too_many_answers_are_named_with_how_many_are_allowed() {
    let mut state = of_every_kind();
    let step = Step::Item(1);
    assert_eq!(state.act(Action::Next), [Effect::Focus(Focus::Problem)]);
    assert_eq!(state.message(step), state.text(Text::QuestionSeveralNone));
    for option in ["tv", "net", "talk"] {
        assert_eq!(choose(&mut state, option), [Effect::KeepDraft]);
    }
    state.act(Action::Next);
    assert_eq!(state.fault, Some(Violation::TooMany(step)));
    assert!(state.message(step).contains('2'), "{}", state.message(step));
    choose(&mut state, "net");
    state.act(Action::Next);
    assert_eq!((state.fault, state.session.step()), (None, Step::Item(2)));
    assert_eq!(state.answered(step).as_deref(), Some("Tivi; Người quen"));
}

#[test]
fn a_number_is_asked_for_with_its_range_and_read_back_with_its_unit() {
    let mut state = of_every_kind();
    choose(&mut state, "none");
    state.act(Action::Next);
    let step = Step::Item(2);
    let hint = state.hint(step).unwrap();
    assert!(["1", "30", "lần"].iter().all(|part| hint.contains(part)), "{hint}");
    state.act(Action::Write("45".into()));
    state.act(Action::Next);
    assert_eq!(state.fault, Some(Violation::NoNumber(step)));
    state.act(Action::Write("4".into()));
    state.act(Action::Next);
    assert_eq!(state.answered(step).as_deref(), Some("4 lần"));
    state.act(Action::Back);
    state.act(Action::Skip);
    assert_eq!(state.answered(step).as_deref(), Some("Không rõ"));
}

#[test]
fn a_number_that_hardly_is_one_is_asked_about_once_and_then_taken() {
    let mut state = of_every_kind();
    choose(&mut state, "none");
    state.act(Action::Next);
    let step = Step::Item(2);
    state.act(Action::Write("25".into()));
    assert_eq!(state.act(Action::Next), [Effect::Focus(Focus::Problem)]);
    assert_eq!(state.fault, Some(Violation::Unusual(step, 25)));
    assert!(state.message(step).contains("25 lần") && !state.is_wrong(), "{}", state.message(step));
    state.act(Action::Write("24".into()));
    state.act(Action::Next);
    assert_eq!(state.fault, Some(Violation::Unusual(step, 24)), "another number is asked about anew");
    state.act(Action::Next);
    assert_eq!((state.fault, state.session.step()), (None, Step::Item(3)));
    assert_eq!(state.answered(step).as_deref(), Some("24 lần"));
}

#[test]
fn money_is_read_back_in_words_while_one_types() {
    let mut state = of_every_kind();
    let pack = Arc::make_mut(&mut state.pack);
    pack.instrument.items[2].kind =
        Kind::Number { least: 0, most: 100_000_000, money: true, usual: (1_000, 5_000_000) };
    pack.text.items[2].unit = Some("đồng".into());
    choose(&mut state, "none");
    state.act(Action::Next);
    let step = Step::Item(2);
    assert_eq!(state.read_back(step), None);
    for (typed, said) in
        [("50000", "năm mươi nghìn đồng"), ("50.000", "năm mươi nghìn đồng"), ("50", "năm mươi đồng")]
    {
        state.act(Action::Write(typed.into()));
        assert_eq!(state.read_back(step).as_deref(), Some(said), "{typed}");
    }
    state.act(Action::Next);
    assert!(
        state.message(step).starts_with("50 đồng (năm mươi đồng), có đúng không?"),
        "{}",
        state.message(step)
    );
    state.act(Action::Write("50.000".into()));
    state.act(Action::Next);
    assert_eq!(state.session.step(), Step::Item(3));
    assert_eq!(state.answered(step).as_deref(), Some("50.000 đồng"));
}

#[test]
fn a_short_text_warns_like_the_comment_and_can_be_left_out() {
    let mut state = of_every_kind();
    choose(&mut state, "na");
    state.act(Action::Next);
    state.act(Action::Skip);
    let step = Step::Item(3);
    assert!(state.options(step).is_empty());
    assert!(state.hint(step).unwrap().contains(state.text(Text::QuestionCommentHint)));
    state.act(Action::Write("quá lâu, quá lâu".into()));
    state.act(Action::Next);
    assert_eq!(state.fault, Some(Violation::TooLong(step)));
    state.act(Action::Skip);
    assert_eq!((state.session.step(), state.answered(step)), (Step::Comment, None));
}

#[test]
fn each_kind_is_drawn_with_the_browsers_own_fields_tied_to_their_words() {
    let mut state = of_every_kind();
    choose(&mut state, "tv");
    let page = html(&state);
    assert_eq!(page.matches("type=\"checkbox\" name=\"item/channels\"").count(), 5);
    for part in [
        "<fieldset aria-describedby=\"q-channels-hint\"><legend>",
        "data-choices=\"several\"",
        "value=\"tv\" checked>",
        "<label class=\"option apart\"><input type=\"checkbox\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    state.act(Action::Next);
    state.act(Action::Write("45\"".into()));
    state.act(Action::Next);
    let page = html(&state);
    for part in [
        "<label for=\"q-visits\">",
        "<input type=\"text\" inputmode=\"numeric\" id=\"q-visits\" maxlength=\"9\"",
        "aria-describedby=\"q-visits-hint q-left q-visits-error\" aria-invalid=\"true\" data-write value=\"45&quot;\">",
        "<p class=\"error\" id=\"q-visits-error\"><span",
        "data-tap=\"skip\">Không rõ</button>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    state.act(Action::Skip);
    let page = html(&state);
    for part in [
        "<textarea rows=\"5\" id=\"q-why\" maxlength=\"30\"",
        "data-write>\n</textarea>",
        "data-tap=\"skip\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}
