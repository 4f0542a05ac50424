//! The whole site map on one screen. Every route has its gate here; what stands behind the gate checks the thing itself.

use crate::{
    access::{
        Action, Site,
        gate::Gate::{Arriving, Public, SignedIn},
        pages as access,
    },
    body::pages as body,
    browse::pages as browse,
    desk::pages as desk,
    draw::pages as draw,
    feedback::pages as feedback,
    finding::pages as finding,
    flags::pages as flags,
    inspection::pages as inspection,
    meeting::pages as meeting,
    pack::pages as pack,
    platform::{app::App, assets, config::Config},
    publication::pages as publication,
    register::pages as register,
    report::pages as report,
    review::pages as review,
    welcome::pages as welcome,
};

/// The site of a running product.
#[must_use]
#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "a map: one line a route")]
pub fn map(app: App) -> Site {
    Site::new(app)
        .get("/assets/{name}", Public, assets::serve)
        // welcome
        .get("/", Public, welcome::start::get)
        .get("/accessibility", Public, welcome::statements::accessibility)
        .get("/privacy", Public, welcome::statements::privacy)
        .get("/cookies", Public, welcome::statements::cookies)
        .get("/health", Public, welcome::health::get)
        // desk
        .get("/home", SignedIn, desk::home::get)
        // access
        .get("/sign-in", Public, access::sign_in::get)
        .post("/sign-in", Public, access::sign_in::post)
        .get("/sign-in/code", Arriving, access::code::get)
        .post("/sign-in/code", Arriving, access::code::post)
        .post("/sign-out", SignedIn, access::sign_in::sign_out)
        .get("/invitation/{token}", Public, access::invitation::get)
        .post("/invitation/{token}", Public, access::invitation::post)
        .post("/invitation/{token}/again", Public, access::invitation::again)
        .get("/set-up", Arriving, access::set_up::get)
        .post("/set-up", Arriving, access::set_up::post)
        .get("/set-up/code.svg", Arriving, access::set_up::picture)
        .get("/people", Action::PeopleRead, access::people::get)
        .get("/people/invite", Action::PeopleInvite, access::people::invite)
        .post("/people/invite", Action::PeopleInvite, access::people::send)
        .post("/people/{person}/suspend", Action::PeopleManage, access::people::suspend)
        .post("/people/marking", Action::PeopleManage, access::people::mark)
        .post("/roles/{grant}/end", Action::PeopleManage, access::people::end_role)
        // inspection
        .get("/log", Action::LogRead, inspection::log::get)
        .get("/log/export.csv", Action::LogRead, inspection::log::export)
        // body
        .get("/organisations", Action::PanelManage, body::organisations::get)
        .post("/organisations", Action::PanelManage, body::organisations::post)
        .get("/panels", Action::PanelRead, body::panels::get)
        .get("/panels/new", Action::PanelManage, body::panels::new)
        .post("/panels/new", Action::PanelManage, body::panels::add)
        .get("/panels/{panel}", Action::PanelRead, body::panel::get)
        .get("/panels/{panel}/terms", Action::PanelManage, body::terms::get)
        .post("/panels/{panel}/terms", Action::PanelManage, body::terms::post)
        .get("/panels/{panel}/seats/new", Action::PanelManage, body::seats::new)
        .post("/panels/{panel}/seats/new", Action::PanelManage, body::seats::add)
        .get("/seats/{seat}/holder", Action::PanelManage, body::seats::holder)
        .post("/seats/{seat}/holder", Action::PanelManage, body::seats::change_holder)
        .post("/seats/{seat}/end", Action::PanelManage, body::seats::end)
        .get("/seats/{seat}/substitutes", Action::PanelManage, body::seats::substitutes)
        .post("/seats/{seat}/substitutes", Action::PanelManage, body::seats::add_substitute)
        .post("/seats/{seat}/substitutes/{person}/end", Action::PanelManage, body::seats::end_substitute)
        // register
        .get("/register", Action::RegisterRead, register::list::get)
        .get("/register/upload", Action::RegisterLoad, register::upload::get)
        .post_file("/register/upload", Action::RegisterLoad, register::upload::post)
        .get("/register/archives", Action::RegisterLoad, register::archive::get)
        .post_file("/register/archives", Action::RegisterLoad, register::archive::post)
        .get("/register/uploads/{upload}", Action::RegisterLoad, register::uploaded::get)
        .get("/register/uploads/{upload}/columns", Action::RegisterLoad, register::columns::get)
        .post("/register/uploads/{upload}/columns", Action::RegisterLoad, register::columns::post)
        .get("/register/uploads/{upload}/values", Action::RegisterLoad, register::values::get)
        .post("/register/uploads/{upload}/values", Action::RegisterLoad, register::values::post)
        .get("/register/uploads/{upload}/rejects.csv", Action::RegisterLoad, register::uploaded::rejects)
        .get("/register/uploads/{upload}/to-mend.csv", Action::RegisterLoad, register::uploaded::mend)
        .post("/register/uploads/{upload}/load", Action::RegisterLoad, register::uploaded::load)
        .get("/register/uploads/{upload}/loading", Action::RegisterLoad, register::loading::get)
        .post("/register/uploads/{upload}/loading", Action::RegisterLoad, register::loading::call_off)
        .post("/register/uploads/{upload}/discard", Action::RegisterLoad, register::uploaded::discard)
        .get("/register/flags", Action::RegisterRead, flags::found::get)
        .get("/register/rules", Action::RegisterRead, flags::rules::get)
        .post("/register/rules", Action::RuleSwitch, flags::rules::post)
        .get("/register/rules/preview", Action::RuleSwitch, flags::preview::get)
        .post("/register/rules/preview", Action::RuleSwitch, flags::preview::post)
        .get("/register/batches/{batch}", Action::RegisterRead, register::batch::get)
        .get("/register/batches/{batch}/changes", Action::RegisterRead, register::changes::get)
        .get("/register/batches/{batch}/undo", Action::RegisterLoad, register::undo::get)
        .post("/register/batches/{batch}/undo", Action::RegisterLoad, register::undo::post)
        .get("/register/batches/{batch}/rejects.csv", Action::RegisterRead, register::batch::rejects)
        // browse
        .get("/register/records", Action::RecordBrowse, browse::start::get)
        .get("/register/records/list", Action::RecordBrowse, browse::list::get)
        .get("/register/records/filter", Action::RecordBrowse, browse::filter::get)
        .get("/register/records/find", Action::RecordIdentify, browse::find::get)
        .post("/register/records/find", Action::RecordIdentify, browse::find::post)
        .get("/register/records/export", Action::RecordBrowse, browse::export::get)
        .post("/register/records/export", Action::RecordBrowse, browse::export::post)
        .get("/register/records/{record}", Action::RecordBrowse, browse::record::get)
        .get("/register/views/new", Action::RecordBrowse, browse::views::new)
        .post("/register/views/new", Action::RecordBrowse, browse::views::add)
        .post("/register/views/{view}/delete", Action::RecordBrowse, browse::views::delete)
        .get("/register/completeness", Action::RegisterRead, browse::completeness::get)
        .get("/register/sources", Action::RegisterRead, browse::sources::get)
        // draw
        .get("/panels/{panel}/draws", Action::DrawRead, draw::list::get)
        .get("/panels/{panel}/draws/new", Action::DrawCommit, draw::new::get)
        .post("/panels/{panel}/draws/new", Action::DrawCommit, draw::new::post)
        .get("/draws/{draw}", Action::DrawRead, draw::show::get)
        .get("/draws/{draw}/draw.json", Action::DrawRead, draw::show::draw_json)
        .get("/draws/{draw}/frame.csv", Action::DrawRead, draw::show::frame_csv)
        .get("/draws/{draw}/chosen", Action::DrawCommit, draw::chosen::get)
        .post("/draws/{draw}/chosen", Action::DrawCommit, draw::chosen::post)
        .post("/draws/{draw}/chosen/remove", Action::DrawCommit, draw::chosen::remove)
        .get("/draws/{draw}/commit", Action::DrawCommit, draw::commit::get)
        .post("/draws/{draw}/commit", Action::DrawCommit, draw::commit::post)
        .post("/draws/{draw}/abandon", Action::DrawCommit, draw::show::abandon)
        .get("/draws/{draw}/seed", Action::DrawSeed, draw::seed::get)
        .post("/draws/{draw}/seed", Action::DrawSeed, draw::seed::post)
        .get("/cases/{case}/withdraw", Action::DrawWithdraw, draw::withdraw::get)
        .post("/cases/{case}/withdraw", Action::DrawWithdraw, draw::withdraw::post)
        // pack
        .get("/draws/{draw}/packs", Action::PackCheck, pack::tasks::get)
        .get("/draws/{draw}/packs/release", Action::PackRelease, pack::release::get)
        .post("/draws/{draw}/packs/release", Action::PackRelease, pack::release::post)
        .get("/draws/{draw}/packs/documents", Action::PackPrepare, pack::handover::get)
        .post_file("/draws/{draw}/packs/documents", Action::PackPrepare, pack::handover::post)
        .get("/cases/{case}/pack/documents", Action::PackPrepare, pack::documents::get)
        .post_file("/cases/{case}/pack/documents", Action::PackPrepare, pack::documents::post)
        .post("/cases/{case}/pack/documents/use", Action::PackPrepare, pack::documents::use_all)
        .get("/cases/{case}/pack/documents/{document}", Action::PackPrepare, pack::document::get)
        .post("/cases/{case}/pack/documents/{document}", Action::PackPrepare, pack::document::post)
        .post("/cases/{case}/pack/documents/{document}/remove", Action::PackPrepare, pack::document::remove)
        .get("/cases/{case}/pack/documents/{document}/original.bin", Action::PackPrepare, pack::document::original)
        .get("/cases/{case}/pack/documents/{document}/picture.png", Action::PackPrepare, pack::document::picture)
        .get("/draws/{draw}/packs/certificate", Action::PackRelease, pack::certificate::get)
        .get("/panels/{panel}/papers", Action::PackRelease, pack::papers::get)
        .post("/panels/{panel}/papers", Action::PackRelease, pack::papers::post)
        .get("/cases/{case}/pack", Action::PackPrepare, pack::prepare::get)
        .post("/cases/{case}/pack", Action::PackPrepare, pack::prepare::post)
        .get("/cases/{case}/pack/redact", Action::PackPrepare, pack::redact::get)
        .post("/cases/{case}/pack/redact", Action::PackPrepare, pack::redact::post)
        .get("/cases/{case}/pack/check", Action::PackCheck, pack::check::get)
        .post("/cases/{case}/pack/check", Action::PackCheck, pack::check::post)
        .get("/cases/{case}/pack/withdraw", Action::PackRelease, pack::withdraw::get)
        .post("/cases/{case}/pack/withdraw", Action::PackRelease, pack::withdraw::post)
        // review
        .get("/reading", Action::ReviewWrite, review::reading::get)
        .get("/reading/offline", Action::ReviewWrite, review::offline::get)
        .post("/reading/offline", Action::ReviewWrite, review::offline::post)
        .post_file("/reading/offline/classes", Action::ReviewWrite, review::offline::bring_back)
        .get("/reading/offline/{pack}", Action::ReviewWrite, review::brought::get)
        .get("/reading/offline/{pack}/pack.age", Action::ReviewWrite, review::offline::file)
        .post("/reading/offline/{pack}/cases/{case}", Action::ReviewWrite, review::brought::decide)
        .get("/cases/{case}", Action::PackRead, review::case::get)
        .get("/cases/{case}/interest", Action::ReviewWrite, review::interest::get)
        .post("/cases/{case}/interest", Action::ReviewWrite, review::interest::post)
        .get("/cases/{case}/class", Action::ReviewWrite, review::class::get)
        .post("/cases/{case}/class", Action::ReviewWrite, review::class::post)
        .get("/cases/{case}/seal", Action::ReviewWrite, review::seal::get)
        .post("/cases/{case}/seal", Action::ReviewWrite, review::seal::post)
        .get("/draws/{draw}/progress", Action::ReviewProgress, review::progress::get)
        // meeting
        .get("/meetings", Action::MeetingRead, meeting::list::get)
        .get("/draws/{draw}/meeting/new", Action::MeetingPlan, meeting::plan::get)
        .post("/draws/{draw}/meeting/new", Action::MeetingPlan, meeting::plan::post)
        .get("/meetings/{meeting}", Action::MeetingRead, meeting::meeting::get)
        .get("/meetings/{meeting}/attendance", Action::MeetingPlan, meeting::attendance::get)
        .post("/meetings/{meeting}/attendance", Action::MeetingPlan, meeting::attendance::post)
        .post("/meetings/{meeting}/open", Action::MeetingRun, meeting::meeting::open)
        .post("/meetings/{meeting}/close", Action::MeetingRun, meeting::meeting::close)
        .get("/meetings/{meeting}/cases/{case}", Action::FindingRead, meeting::case::get)
        .post("/meetings/{meeting}/cases/{case}/open", Action::MeetingRun, meeting::case::open)
        .get("/meetings/{meeting}/cases/{case}/interest", Action::FindingRecord, meeting::interest::get)
        .post("/meetings/{meeting}/cases/{case}/interest", Action::FindingRecord, meeting::interest::post)
        .post("/meetings/{meeting}/cases/{case}/discussion", Action::FindingRecord, meeting::case::discuss)
        // finding
        .get("/meetings/{meeting}/cases/{case}/finding", Action::FindingRecord, finding::record::get)
        .post("/meetings/{meeting}/cases/{case}/finding", Action::FindingRecord, finding::record::post)
        .get("/findings/{finding}", Action::FindingRead, finding::finding::get)
        .get("/findings/{finding}/supplement", Action::FindingSupplement, finding::supplement::get)
        .post("/findings/{finding}/supplement", Action::FindingSupplement, finding::supplement::post)
        // feedback
        .get("/findings/{finding}/feedback", Action::FindingRecord, feedback::record::get)
        .post("/findings/{finding}/feedback", Action::FindingRecord, feedback::record::post)
        .get("/feedback", Action::FeedbackRead, feedback::tracker::get)
        .get("/feedback/{item}", Action::FeedbackRead, feedback::item::get)
        .post("/feedback/{item}", Action::FeedbackAdvance, feedback::item::post)
        // report
        .get("/meetings/{meeting}/report", Action::ReportRead, report::meeting::get)
        .get("/meetings/{meeting}/report.pdf", Action::ReportRead, report::meeting::pdf)
        .get("/meetings/{meeting}/report.csv", Action::ReportRead, report::meeting::csv)
        // publication
        .get("/publications", Action::PublicationRead, publication::list::get)
        .get("/meetings/{meeting}/publication", Action::PublicationPrepare, publication::prepare::get)
        .post("/meetings/{meeting}/publication", Action::PublicationPrepare, publication::prepare::post)
        .get("/publications/{publication}", Action::PublicationRead, publication::one::get)
        .post("/publications/{publication}/clear", Action::PublicationClear, publication::one::clear)
        .post("/publications/{publication}/publish", Action::PublicationPublish, publication::one::publish)
        .post("/publications/{publication}/withdraw", Action::PublicationPublish, publication::one::withdraw)
        .get("/results", Public, publication::results::list)
        .get("/results/{reference}", Public, publication::results::one)
}

/// The routes alone, for the permission matrix: of a product on an empty database in memory.
///
/// # Errors
/// When not even that can be opened.
pub async fn routes() -> anyhow::Result<Vec<crate::access::site::Route>> {
    let folder = std::env::temp_dir().join(format!("scrutineer-routes-{}", std::process::id()));
    let config = Config {
        database: "sqlite::memory:".into(),
        directory: folder.clone(),
        ..Config::default()
    };
    let app = App::open_for_command(config)
        .await
        .map_err(|sentence| anyhow::anyhow!(sentence));
    let routes = app.map(|app| map(app).routes().to_vec());
    drop(std::fs::remove_dir_all(folder));
    routes
}
