//! Replies of every kind, and what each of them means.

use super::*;
use crate::wire::Problem;

fn envelope(number: u8) -> Envelope {
    Envelope { id: RecordId::from_random([number; 16]), campaign: "demo".to_owned(), sealed: vec![number; 9] }
}

fn reply(status: u16, content_type: &str, body: &str) -> Reply {
    Reply { status, content_type: content_type.to_owned(), body: body.into(), ..Reply::default() }
}

fn answer(number: u8, result: AnswerResult) -> Answer {
    let envelope = envelope(number);
    Answer { id: envelope.id.to_string(), result, hash: hexadecimal(&envelope), reason: None }
}

fn hub(answers: Vec<Answer>) -> Reply {
    let body = Answers { hub: HUB_NAME.to_owned(), answers };
    reply(200, "application/json", &serde_json::to_string(&body).unwrap())
}

fn problem(status: u16, problem: &str) -> Reply {
    let body = Problem { hub: HUB_NAME.to_owned(), problem: problem.to_owned(), detail: String::new() };
    reply(status, "application/json", &serde_json::to_string(&body).unwrap())
}

#[track_caller]
fn fails(reply: &Reply, expected: Failure) {
    assert_eq!(judge(Some(reply), &[envelope(1)]), Verdict::Failed(expected), "{reply:?}");
    assert_eq!(judge_missing(Some(reply), &[envelope(1).id]), Err(expected), "{reply:?}");
}

#[test]
fn accepted_and_already_are_both_delivered() {
    let reply = hub(vec![answer(1, AnswerResult::Accepted), answer(2, AnswerResult::Already)]);
    let sent = [envelope(1), envelope(2)];
    let settled = sent.iter().map(|sent| Settled { id: sent.id, outcome: Outcome::Sent }).collect();
    assert_eq!(judge(Some(&reply), &sent), Verdict::Answered { settled, held: vec![], unsettled: vec![] });
}

#[test]
fn a_refusal_carries_its_reason() {
    let mut refused = answer(1, AnswerResult::Refused);
    refused.reason = Some(Reason::UnknownOption);
    let outcome = Outcome::Refused("unknown-option".to_owned());
    let settled = vec![Settled { id: envelope(1).id, outcome }];
    let verdict = judge(Some(&hub(vec![refused])), &[envelope(1)]);
    assert_eq!(verdict, Verdict::Answered { settled, held: vec![], unsettled: vec![] });
}

#[test]
fn a_fault_of_the_hubs_own_is_no_refusal() {
    for reason in [Reason::UnknownCampaign, Reason::UnknownInstrument] {
        let mut refused = answer(1, AnswerResult::Refused);
        refused.reason = Some(reason);
        let reply = hub(vec![refused, answer(2, AnswerResult::Accepted)]);
        let settled = vec![Settled { id: envelope(2).id, outcome: Outcome::Sent }];
        let verdict = judge(Some(&reply), &[envelope(1), envelope(2)]);
        assert_eq!(verdict, Verdict::Answered { settled, held: vec![envelope(1).id], unsettled: vec![] });
    }
}

#[test]
fn a_reason_of_a_newer_hub_is_still_a_refusal() {
    let id = envelope(1).id;
    let body =
        format!(r#"{{"hub":"lang-nghe","answers":[{{"id":"{id}","result":"refused","reason":"moon"}}]}}"#);
    let settled = vec![Settled { id, outcome: Outcome::Refused("other".to_owned()) }];
    let verdict = judge(Some(&reply(200, "application/json", &body)), &[envelope(1)]);
    assert_eq!(verdict, Verdict::Answered { settled, held: vec![], unsettled: vec![] });
}

#[test]
fn a_yes_to_other_bytes_is_no_delivery_and_holds_nobody_up() {
    for result in [AnswerResult::Accepted, AnswerResult::Already] {
        for hash in [String::new(), "00".repeat(32), answer(2, result).hash] {
            let wrong = Answer { hash, ..answer(1, result) };
            let reply = hub(vec![wrong, answer(2, result)]);
            let settled = vec![Settled { id: envelope(2).id, outcome: Outcome::Sent }];
            let unsettled = vec![envelope(1).id];
            let verdict = judge(Some(&reply), &[envelope(1), envelope(2)]);
            assert_eq!(verdict, Verdict::Answered { settled, held: vec![], unsettled });
        }
    }
}

#[test]
fn an_answer_to_another_question_settles_nothing() {
    let accepted = |number| answer(number, AnswerResult::Accepted);
    let sent = [envelope(1), envelope(2)];
    let wrong = [vec![], vec![1], vec![2, 1], vec![1, 1], vec![1, 2, 3], vec![1, 3]];
    for numbers in wrong {
        let reply = hub(numbers.iter().copied().map(accepted).collect());
        assert_eq!(judge(Some(&reply), &sent), Verdict::Failed(Failure::BadAnswer), "{numbers:?}");
    }
}

#[test]
fn no_reply_is_no_connection() {
    assert_eq!(judge(None, &[envelope(1)]), Verdict::Failed(Failure::NoConnection));
    assert_eq!(judge_missing(None, &[]), Err(Failure::NoConnection));
}

#[test]
fn a_captive_portal_is_not_the_hub() {
    fails(&reply(200, "text/html; charset=utf-8", "<html>Mời đăng nhập Wi-Fi</html>"), Failure::NotTheHub);
    fails(&reply(200, "application/json", "<html>"), Failure::NotTheHub);
    fails(&reply(200, "application/json", ""), Failure::NotTheHub);
    fails(&reply(200, "application/json", r#"{"status":"ok"}"#), Failure::NotTheHub);
    fails(&reply(200, "application/json", r#"{"hub":"other","answers":[]}"#), Failure::NotTheHub);
    fails(&reply(0, "", ""), Failure::NotTheHub);
    fails(&reply(204, "", ""), Failure::NotTheHub);
    fails(&reply(302, "text/html", ""), Failure::NotTheHub);
    fails(&reply(404, "text/html", "not found"), Failure::NotTheHub);
    fails(&reply(511, "text/html", ""), Failure::NotTheHub);
}

#[test]
fn the_hubs_own_words_under_another_type_or_status_are_no_success() {
    let said = hub(vec![answer(1, AnswerResult::Accepted)]);
    let text = Reply { content_type: "text/plain".to_owned(), ..said.clone() };
    assert_eq!(judge(Some(&text), &[envelope(1)]), Verdict::Failed(Failure::NotTheHub));
    for status in [201, 202, 500] {
        let other = Reply { status, ..said.clone() };
        assert_eq!(judge(Some(&other), &[envelope(1)]), Verdict::Failed(Failure::HubError), "{status}");
    }
}

#[test]
fn a_type_with_a_character_set_is_json_too() {
    let said = hub(vec![answer(1, AnswerResult::Accepted)]);
    let reply = Reply { content_type: "application/json; charset=utf-8".to_owned(), ..said };
    assert!(matches!(judge(Some(&reply), &[envelope(1)]), Verdict::Answered { .. }));
}

#[test]
fn every_problem_of_the_hub_has_its_meaning() {
    fails(&problem(413, "too-large"), Failure::TooLarge);
    fails(&problem(400, "too-many"), Failure::TooLarge);
    fails(&problem(400, "malformed"), Failure::BadRequest);
    fails(&problem(404, "not-found"), Failure::BadRequest);
    fails(&problem(408, "incomplete"), Failure::NoConnection);
    fails(&problem(500, "internal"), Failure::HubError);
    fails(&problem(200, "malformed"), Failure::BadAnswer);
    let patience = Reply { retry_after: Some(30), ..problem(503, "busy") };
    fails(&patience, Failure::Busy { retry_after: Some(30) });
    fails(&problem(429, "too-often"), Failure::Busy { retry_after: None });
}

#[test]
fn a_proxy_may_speak_for_the_hub() {
    fails(&reply(413, "text/html", "nginx"), Failure::TooLarge);
    fails(&reply(502, "text/html", "nginx"), Failure::Busy { retry_after: None });
    fails(&reply(500, "text/html", "nginx"), Failure::HubError);
    let patience = Reply { retry_after: Some(5), ..reply(503, "text/html", "") };
    fails(&patience, Failure::Busy { retry_after: Some(5) });
}

#[test]
fn the_hub_can_lack_only_what_it_was_asked_about() {
    let asked = [envelope(1).id, envelope(2).id];
    let answer = |ids: &[RecordId]| {
        let body = Missing { hub: HUB_NAME.to_owned(), missing: Held::of(ids).ids };
        reply(200, "application/json", &serde_json::to_string(&body).unwrap())
    };
    assert_eq!(judge_missing(Some(&answer(&[])), &asked), Ok(vec![]));
    assert_eq!(judge_missing(Some(&answer(&asked[1..])), &asked), Ok(vec![asked[1]]));
    assert_eq!(judge_missing(Some(&answer(&[envelope(3).id])), &asked), Err(Failure::BadAnswer));
}
