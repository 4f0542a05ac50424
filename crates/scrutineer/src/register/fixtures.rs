//! Records for the tests of later stages.

use super::acts::{self, Source};
use super::model::Batch;
use crate::{audit::Who, testing::House};

impl House {
    /// Loads invented records of a kind (`oocr` or `stop_search`): so many in each of the strata youth and adult, in each
    /// month (`YYYY-MM`). No two are alike.
    pub async fn records(&self, kind: &str, months: &[&str], per_stratum: usize) -> Batch {
        let profile = if kind == "oocr" { "canonical" } else { "police-uk" };
        let file = extract(kind, months, per_stratum, self.app.now().0);
        let source = Source {
            body: self.body.id,
            kind: kind.to_owned(),
            profile: profile.to_owned(),
            file_name: format!("{kind}.csv"),
            input: Box::new(std::io::Cursor::new(file.into_bytes())),
            how: Default::default(),
            progress: None,
        };
        let who = Who {
            body: Some(self.body.id),
            ..Who::default()
        };
        let loaded = acts::load(&self.app, who, source).await.unwrap();
        assert_eq!((loaded.again, loaded.batch.refused), (false, 0));
        loaded.batch
    }
}

const OOCR: &str = "source_ref_hash,force_code,offence_from_dt,ho_class,offence_title,outcome_code,outcome_dt,\
    disposal_type,rationale,oic_hash,authoriser_rank,suspect_age_offence,suspect_age_disposal,sex,victim_type,victim_views";

const STOP_SEARCH: &str = "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,\
    Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,\
    Outcome linked to object of search,Removal of more than just outer clothing";

fn extract(kind: &str, months: &[&str], per_stratum: usize, nonce: i64) -> String {
    let mut lines = vec![if kind == "oocr" { OOCR } else { STOP_SEARCH }.to_owned()];
    let nonce = nonce % 1_000_000_000_000;
    for month in months {
        for youth in [true, false] {
            for number in 0..per_stratum {
                let day = 1 + number % 28;
                lines.push(match (kind, youth) {
                    ("oocr", true) => format!(
                        "y{nonce}-{month}-{number},WM,{month}-01,46,Theft from shop,8,{month}-{day:02},CR,First offence and full \
                         remorse,o{number},insp,15,15,M,business,supports"
                    ),
                    ("oocr", false) => format!(
                        "a{nonce}-{month}-{number},WM,{month}-01,8N,Common assault,8,{month}-{day:02},CR,The victim asked for an \
                         apology,o{number},insp,31,31,F,person,supports"
                    ),
                    (_, youth) => {
                        let (degrees, range) = if youth { (52, "10-17") } else { (53, "18-24") };
                        format!(
                            "Person search,{month}-{day:02}T12:00:00+00:00,,,{degrees}.{nonce:012}{number:06},-1.2,Male,{range},,White,\
                             Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,,False"
                        )
                    }
                });
            }
        }
    }
    lines.join("\n") + "\n"
}
