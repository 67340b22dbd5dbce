//! The 97.5 % point of Student's t, for every whole number of degrees of freedom.
//!
//! Only + − × ÷ and square root are used, which IEEE 754 fixes to the last bit, so phone and hub
//! agree on every digit.

use std::f64::consts::FRAC_2_PI;

/// The 97.5 % point of the normal distribution.
pub const NORMAL_975: f64 = 1.959_963_984_540_054;

/// From here on the expansion in 1/df is exact to the last digits.
const LARGE: u64 = 1000;

/// The t with P(|T| ≤ t) = 0.95. `df` 0 has no t; it is read as 1.
pub fn student_975(df: u64) -> f64 {
    let df = df.max(1);
    if df >= LARGE {
        return expansion(df as f64);
    }
    // P(|T| ≤ t) rises and bends down for t > 0, so Newton's steps from a point left of the root
    // stay left of it and close in. The normal point is left of every t.
    let mut t = NORMAL_975;
    for _ in 0..64 {
        let (inside, density) = inside(df, t);
        let step = (0.95 - inside) / density;
        t += step;
        if step <= t * f64::EPSILON {
            break;
        }
    }
    t
}

/// t as a series in 1/df around the normal point z: Abramowitz and Stegun, Handbook of Mathematical
/// Functions (1964), 26.7.5.
fn expansion(df: f64) -> f64 {
    let z = NORMAL_975;
    let z2 = z * z;
    let g1 = z * (z2 + 1.0) / 4.0;
    let g2 = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let g3 = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    let g4 = z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92_160.0;
    z + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df
}

/// P(|T| ≤ t) and its derivative: Abramowitz and Stegun 26.7.3 (odd df) and 26.7.4 (even df), with
/// θ = atan(t/√df).
///
/// The derivative is twice the density at t; written with the last term of the sum it is
/// last · cos³θ · (df−1)/√df, times 2/π when df is odd.
fn inside(df: u64, t: f64) -> (f64, f64) {
    let nu = df as f64;
    let hypotenuse = (nu + t * t).sqrt();
    let (sine, cosine) = (t / hypotenuse, nu.sqrt() / hypotenuse);
    if df == 1 {
        return (FRAC_2_PI * arc_tangent(t), FRAC_2_PI * cosine * cosine);
    }
    let odd = df % 2 == 1;
    let mut term = if odd { cosine } else { 1.0 };
    let mut sum = term;
    // k runs over 2, 4, … (odd df) or 1, 3, … (even df) below df − 1.
    let mut k = if odd { 2.0 } else { 1.0 };
    while k < nu - 2.0 {
        term *= cosine * cosine * k / (k + 1.0);
        sum += term;
        k += 2.0;
    }
    let slope = term * cosine * cosine * cosine * (nu - 1.0) / nu.sqrt();
    if odd {
        (FRAC_2_PI * (arc_tangent(t / nu.sqrt()) + sine * sum), FRAC_2_PI * slope)
    } else {
        (sine * sum, slope)
    }
}

/// atan(x) for x ≥ 0: the angle is halved three times by tan(θ/2) = x / (1 + √(1+x²)), then its
/// Taylor series. Written out because a platform's own atan may differ in the last digit.
fn arc_tangent(x: f64) -> f64 {
    let halved = (0..3).fold(x, |x, _| x / (1.0 + (1.0 + x * x).sqrt()));
    // θ/8 < π/16, so the 24th odd power is below 1e-17 of the first.
    let square = halved * halved;
    let series = (0..14).rev().fold(0.0, |sum, j| 1.0 / f64::from(2 * j + 1) - square * sum);
    8.0 * halved * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_is_what_r_says() {
        let reference = include_str!("../../../tests/reference/student.csv");
        for line in reference.lines().skip(1) {
            let (df, t) = line.split_once(',').unwrap();
            let (df, expected): (u64, f64) = (df.parse().unwrap(), t.parse().unwrap());
            let found = student_975(df);
            assert!((found / expected - 1.0).abs() <= 1e-12, "{df}: {found}, not {expected}");
        }
    }

    #[test]
    fn t_falls_towards_the_normal_point() {
        let mut last = f64::INFINITY;
        for df in 1..3000 {
            let t = student_975(df);
            assert!(t < last && t > NORMAL_975, "{df}");
            last = t;
        }
        assert_eq!(student_975(u64::MAX), NORMAL_975);
    }

    #[test]
    fn the_angle_is_that_of_the_platform() {
        for step in 0..4000 {
            let x = f64::from(step) * 0.005;
            assert!((arc_tangent(x) - x.atan()).abs() <= 4.0 * f64::EPSILON, "{x}");
        }
    }
}
