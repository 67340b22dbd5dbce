use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use proptest::prelude::*;

use super::*;

fn sheet() -> Sheet {
    Sheet {
        day: "2026-11-22".to_owned(),
        lessons: ["file-dossier", "password-otp"].map(str::to_owned).into(),
    }
}

fn signer() -> (SigningKey, PublicKey) {
    // RFC 7515, appendix A.3: a key that everybody knows.
    let secret = decode("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI").unwrap();
    let key = SigningKey::from_slice(&secret).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let public = PublicKey::from_point(point.as_bytes()).unwrap();
    (key, public)
}

fn code() -> String {
    let (key, public) = signer();
    let input = sheet().signing_input(&public);
    let signature: Signature = key.sign(input.as_bytes());
    seal(&input, &signature.to_bytes().into())
}

/// Whether a library that knows nothing of this crate finds the signature right.
fn holds(code: &str) -> bool {
    let Ok(signed) = read(code) else { return false };
    let key = VerifyingKey::from_sec1_bytes(&signed.key.to_point());
    let signature = Signature::from_slice(&signed.signature);
    matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(signed.input.as_bytes(), &signature).is_ok())
}

#[test]
fn the_key_of_the_standard_is_written_as_the_standard_writes_it() {
    let (_, public) = signer();
    assert_eq!(encode(&public.x), "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
    assert_eq!(encode(&public.y), "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
    assert_eq!(PublicKey::from_point(&public.to_point()), Some(public));
}

#[test]
fn the_example_of_the_standard_is_verified_and_is_not_one_of_ours() {
    let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    let (input, signature) = token.rsplit_once('.').unwrap();
    let (key, _) = signer();
    let signature = Signature::from_slice(&decode(signature).unwrap()).unwrap();
    assert!(key.verifying_key().verify(input.as_bytes(), &signature).is_ok());
    assert_eq!(read(token), Err(SheetError::NotASheet));
}

#[test]
fn a_code_is_read_back_also_from_its_address() {
    let code = code();
    let signed = read(&code).unwrap();
    assert_eq!(signed.sheet, sheet());
    assert_eq!(seal(&signed.input, &signed.signature), code);
    let address = ["https://langnghe.example", CHECK_PATH, &code, "\n"].concat();
    assert_eq!(read(&address).as_ref(), Ok(&signed));
    assert!(holds(&code));
}

#[test]
fn a_changed_list_day_or_key_is_found_out() {
    let (_, public) = signer();
    let signature = read(&code()).unwrap().signature;
    let more = Sheet { lessons: [sheet().lessons, vec!["pay-online".to_owned()]].concat(), ..sheet() };
    let earlier = Sheet { day: "2025-11-22".to_owned(), ..sheet() };
    for changed in [more, earlier] {
        assert!(!holds(&seal(&changed.signing_input(&public), &signature)));
    }
    let mut other = public;
    other.x[0] ^= 1;
    assert!(!holds(&seal(&sheet().signing_input(&other), &signature)));
}

#[test]
fn what_is_no_code_is_told_from_a_newer_one() {
    for text in ["", "a.b", "https://example.org/", "eyJhbGciOiJub25lIn0.e30.", &code()[1..], &code()[..90]] {
        assert_eq!(read(text), Err(SheetError::NotASheet), "{text}");
    }
    let (head, rest) = (encode(br#"{"alg":"EdDSA","typ":"hoc2+jwt"}"#), "e30.AAAA");
    assert_eq!(read(&[&head, ".", rest].concat()), Err(SheetError::Newer));
    let (_, public) = signer();
    let input = sheet().signing_input(&public);
    let claims = encode(br#"{"day":"2026-11-22","done":[],"for":"x"}"#);
    let other = [input.split_once('.').unwrap().0, &claims, "AAAA"].join(".");
    assert_eq!(read(&other), Err(SheetError::Newer), "claims that this version does not know");
}

#[test]
fn a_mark_is_twelve_digits_in_groups_of_four() {
    assert_eq!(mark(&[0x3f, 0x2a, 0x91, 0xc0, 0x77, 0xbe, 0xff]), "3F2A-91C0-77BE");
    let (_, public) = signer();
    let input = public.thumbprint_input();
    assert!(input.starts_with(r#"{"crv":"P-256","kty":"EC","x":"f83O"#) && input.ends_with(r#"5a0"}"#));
}

#[test]
fn a_sheet_of_all_lessons_fits_a_code_that_a_phone_reads() {
    let (_, public) = signer();
    let address = |count: usize| {
        // As long as the longest id there is.
        let lessons = vec!["typing-vietnamese".to_owned(); count];
        let input = Sheet { lessons, ..sheet() }.signing_input(&public);
        ["https://langnghe.commune.example", CHECK_PATH, &seal(&input, &[7; 64])].concat().len()
    };
    // Version 16 at level M holds 450 bytes, version 25 holds 997 (ISO/IEC 18004, table 7).
    assert!(address(1) <= 450, "{}", address(1));
    assert!(address(20) <= 997, "{}", address(20));
}

proptest! {
    #[test]
    fn bytes_are_written_and_read_back(bytes in prop::collection::vec(any::<u8>(), 0..70)) {
        let text = encode(&bytes);
        prop_assert_eq!(decode(&text), Some(bytes));
        prop_assert!(!text.contains(['=', '+', '/']));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,60}(\\.\\PC{0,20}){0,3}") {
        let _ = read(&text);
    }
}
