//! How many answers a precision needs.
//!
//! All of it is for a simple draw, made larger by a design effect where people are drawn by village.
//! Cochran, *Sampling Techniques* (1977), chapter 4; Kish, *Survey Sampling* (1965), 5.4 and 8.2.

/// How sure an interval is meant to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// 90 %.
    P90,
    /// 95 %.
    #[default]
    P95,
    /// 99 %.
    P99,
}

impl Level {
    /// The point of the normal distribution that belongs to it.
    pub fn z(self) -> f64 {
        match self {
            Self::P90 => 1.644_853_626_951_472_2,
            Self::P95 => 1.959_963_984_540_054,
            Self::P99 => 2.575_829_303_548_900_4,
        }
    }
}

/// What is asked of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// How sure.
    pub level: Level,
    /// Half the width of the interval: 0.05 is ± 5 points of a hundred for a share; for a mean in
    /// the unit of the answers.
    pub margin: f64,
    /// How many people there are; `None`: so many that it makes no difference.
    pub population: Option<u64>,
    /// Variance of this draw over that of a simple draw of as many people, without replacement; 1
    /// for a simple draw. See [`design_effect`].
    pub design_effect: f64,
    /// The share of those asked who will answer, above 0 and up to 1.
    pub response: f64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { level: Level::P95, margin: 0.05, population: None, design_effect: 1.0, response: 1.0 }
    }
}

/// How many people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Answers that are needed.
    pub answers: u64,
    /// People to ask so that so many answer; never more than there are.
    pub asked: u64,
    /// Whether even everybody would not be enough answers at this rate of response.
    pub not_enough_people: bool,
}

/// What no sample size can be worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SizeError {
    /// The margin is not above 0, or for a share not below 1.
    #[error("the margin must be above 0, and for a share below 1")]
    Margin,
    /// There is nobody to ask.
    #[error("there are no people to ask")]
    Nobody,
    /// The expected share is not between 0 and 1.
    #[error("the expected share must be between 0 and 1")]
    Share,
    /// The deviation is not above 0.
    #[error("the deviation must be above 0")]
    Deviation,
    /// The design effect is not above 0.
    #[error("the design effect must be above 0")]
    DesignEffect,
    /// The rate of response is not above 0 and up to 1.
    #[error("the response must be above 0 and at most 1")]
    Response,
}

/// n = N / (1 + N·e²), rounded up: the formula named after Slovin that the ministry's guide of 2014
/// uses, there with e = 0.05. It is [`for_share`] with p = ½ and z = 2 (a level of 95.45 %), but for
/// N/(N−1): for a simple draw, and it knows nothing of villages or of those who do not answer.
///
/// # Errors
/// Nobody to ask, or a margin that is none.
pub fn slovin(population: u64, margin: f64) -> Result<u64, SizeError> {
    if population == 0 {
        return Err(SizeError::Nobody);
    }
    if !(margin > 0.0 && margin < 1.0) {
        return Err(SizeError::Margin);
    }
    let population_size = population as f64;
    Ok(up(population_size / (1.0 + population_size * margin * margin)).min(population))
}

/// How many answers a share needs: n₀ = z² p(1−p) / e², and then as in [`for_mean`] with
/// S² = p(1−p) N/(N−1). Take p = 0.5 where nothing is known; every other p needs fewer.
///
/// # Errors
/// What cannot be a plan.
pub fn for_share(plan: &Plan, expected: f64) -> Result<Size, SizeError> {
    if !(expected > 0.0 && expected < 1.0) {
        return Err(SizeError::Share);
    }
    if plan.margin >= 1.0 {
        return Err(SizeError::Margin);
    }
    let correction = match plan.population {
        Some(population) if population > 1 => population as f64 / (population as f64 - 1.0),
        _ => 1.0,
    };
    plan.size(expected * (1.0 - expected) * correction)
}

/// How many answers a mean needs: n₁ = deff · z² S² / e², and with the finite population
/// n = n₁ / (1 + n₁/N).
///
/// `deviation` is S, the standard deviation of answers, in the unit of the margin.
///
/// # Errors
/// What cannot be a plan.
pub fn for_mean(plan: &Plan, deviation: f64) -> Result<Size, SizeError> {
    if !(deviation > 0.0 && deviation.is_finite()) {
        return Err(SizeError::Deviation);
    }
    plan.size(deviation * deviation)
}

/// Half the width of the interval that so many answers give a share of p; the other way round of
/// [`for_share`]. With everybody's answer it is 0.
///
/// # Errors
/// What cannot be a plan.
pub fn margin_of_share(plan: &Plan, expected: f64, answers: u64) -> Result<f64, SizeError> {
    plan.check()?;
    if !(expected > 0.0 && expected < 1.0) {
        return Err(SizeError::Share);
    }
    if answers == 0 {
        return Err(SizeError::Nobody);
    }
    let n = answers as f64;
    let (spread, left) = match plan.population {
        Some(population) if answers >= population => return Ok(0.0),
        Some(population) => {
            let all = population as f64;
            (all / (all - 1.0), 1.0 - n / all)
        }
        None => (1.0, 1.0),
    };
    let variance = plan.design_effect * left * expected * (1.0 - expected) * spread / n;
    Ok(plan.level.z() * variance.sqrt())
}

/// 1 + (m − 1)·ρ: what drawing m people from each village does (Kish 1965, 5.4). `alike` is ρ, how
/// alike people of one village answer: 0 no more than any others, 1 all the same.
pub fn design_effect(people_per_village: u64, alike: f64) -> f64 {
    1.0 + (people_per_village.max(1) as f64 - 1.0) * alike.clamp(0.0, 1.0)
}

impl Plan {
    fn check(&self) -> Result<(), SizeError> {
        if !(self.margin > 0.0 && self.margin.is_finite()) {
            return Err(SizeError::Margin);
        }
        if self.population == Some(0) {
            return Err(SizeError::Nobody);
        }
        if !(self.design_effect > 0.0 && self.design_effect.is_finite()) {
            return Err(SizeError::DesignEffect);
        }
        if !(self.response > 0.0 && self.response <= 1.0) {
            return Err(SizeError::Response);
        }
        Ok(())
    }

    /// For answers with this variance.
    fn size(&self, variance: f64) -> Result<Size, SizeError> {
        self.check()?;
        let z = self.level.z();
        let endless = self.design_effect * z * z * variance / (self.margin * self.margin);
        let needed = match self.population {
            Some(population) => endless / (1.0 + endless / population as f64),
            None => endless,
        };
        let most = self.population.unwrap_or(u64::MAX);
        let answers = up(needed).clamp(1, most);
        let asked = up(answers as f64 / self.response);
        Ok(Size { answers, asked: asked.min(most), not_enough_people: asked > most })
    }
}

/// The next whole number, unless only rounding is above the one before.
fn up(number: f64) -> u64 {
    (number - number * 1e-12).ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slovin_is_the_guides_formula() {
        let sizes = [100, 1000, 10_000, 1_000_000].map(|population| slovin(population, 0.05));
        assert_eq!(sizes, [Ok(80), Ok(286), Ok(385), Ok(400)]);
        assert_eq!(slovin(3, 0.05), Ok(3));
        assert_eq!(slovin(0, 0.05), Err(SizeError::Nobody));
        assert_eq!(slovin(10, 0.0), Err(SizeError::Margin));
    }

    #[test]
    fn a_share_of_one_half_within_five_points_needs_385_of_many() {
        let answers = |population| for_share(&Plan { population, ..Plan::default() }, 0.5).unwrap().answers;
        assert_eq!(answers(None), 385);
        // Cochran 1977, 4.2: n₀ / (1 + (n₀ − 1)/N) with n₀ = 384.146.
        assert_eq!([1000, 5000, 20].map(|population| answers(Some(population))), [278, 357, 20]);
    }

    #[test]
    fn villages_and_silence_make_it_larger() {
        let plan = Plan { design_effect: design_effect(10, 0.05), response: 0.8, ..Plan::default() };
        assert!((plan.design_effect - 1.45).abs() < 1e-12);
        let size = for_share(&plan, 0.5).unwrap();
        assert_eq!((size.answers, size.asked), (558, 698));
        let few = Plan { population: Some(300), response: 0.5, ..Plan::default() };
        assert_eq!(for_share(&few, 0.5), Ok(Size { answers: 169, asked: 300, not_enough_people: true }));
    }

    #[test]
    fn a_mean_needs_the_deviation() {
        let plan = Plan { margin: 0.1, ..Plan::default() };
        assert_eq!(for_mean(&plan, 0.9).unwrap().answers, 312);
        assert_eq!(for_mean(&plan, 0.0), Err(SizeError::Deviation));
        assert_eq!(for_mean(&Plan { design_effect: f64::NAN, ..plan }, 1.0), Err(SizeError::DesignEffect));
        assert_eq!(for_share(&Plan { response: 0.0, ..plan }, 0.5), Err(SizeError::Response));
        assert_eq!(for_share(&plan, 1.0), Err(SizeError::Share));
    }

    proptest! {
        #[test]
        fn so_many_answers_are_enough_and_one_fewer_is_not(
            population in prop::option::of(2u64..1_000_000),
            (margin, expected, effect) in (0.005f64..0.3, 0.02f64..0.98, 0.5f64..4.0),
        ) {
            let plan = Plan { population, margin, design_effect: effect, ..Plan::default() };
            let answers = for_share(&plan, expected).unwrap().answers;
            let margin_of = |answers| margin_of_share(&plan, expected, answers).unwrap();
            prop_assert!(margin_of(answers) <= margin * (1.0 + 1e-9));
            prop_assert!(answers == 1 || margin_of(answers - 1) > margin * (1.0 - 1e-9));
        }

        #[test]
        fn no_plan_asks_more_people_than_there_are(population in 1u64..100_000, margin in 0.001f64..0.99) {
            let plan = Plan { population: Some(population), margin, response: 0.3, ..Plan::default() };
            let size = for_share(&plan, 0.5).unwrap();
            prop_assert!(size.answers <= size.asked && size.asked <= population);
            prop_assert!(slovin(population, margin).unwrap() <= population);
        }
    }
}
