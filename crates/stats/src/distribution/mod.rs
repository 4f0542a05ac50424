//! The distributions that intervals, tests and limits are read from. Each function says its formula and its accuracy.

pub(crate) mod beta;
pub(crate) mod binomial;
pub(crate) mod chi_square;
pub(crate) mod empirical;
pub(crate) mod gamma;
pub(crate) mod hypergeometric;
pub(crate) mod noncentral_hypergeometric;
pub(crate) mod normal;
pub(crate) mod root;
pub(crate) mod student;
