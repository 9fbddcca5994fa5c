from django.contrib.auth.decorators import login_not_required
from django.urls import path

from reports.views import (
    charts,
    declared,
    edition_files,
    editions,
    figures,
    open_data,
    published,
    receipt,
    saved,
    sheets,
)

app_name = "reports"
EDITION = "figures/editions/<int:pk>/"


def public(address, view, name):
    """An address that needs no account."""
    return path(address, login_not_required(view), name=name)


urlpatterns = [
    public("figures/", figures.DashboardPage.as_view(), "dashboard"),
    public("figures/follow-up/", figures.FollowUpPage.as_view(), "follow-up"),
    *(
        public(f"figures/{subject}/", charts.ChartsPage.as_view(subject=subject), subject)
        for subject in charts.SUBJECTS
    ),
    path("figures/declared/", declared.DeclaredCounts.as_view(), name="declared"),
    path("figures/views/new/", saved.SavedViewCreate.as_view(), name="view-new"),
    path("figures/views/<int:pk>/rename/", saved.SavedViewRename.as_view(), name="view-rename"),
    path("figures/views/<int:pk>/end/", saved.SavedViewEnd.as_view(), name="view-end"),
    public("figures/composition/", figures.CompositionPage.as_view(), "composition"),
    public("figures/working/", figures.WorkingPage.as_view(), "working"),
    public("figures/receipts/<slug:key>/", receipt.ReceiptPage.as_view(), "receipt"),
    public(
        "figures/receipts/<slug:key>.<extension:extension>",
        receipt.ReceiptExport.as_view(),
        "receipt-export",
    ),
    public(
        "figures/<slug:subject>/<slug:chart>.<extension:extension>",
        charts.ChartFile.as_view(),
        "chart",
    ),
    public("figures.<extension:extension>", figures.DashboardExport.as_view(), "export"),
    public("figures/methodology/", figures.Methodology.as_view(), "methodology"),
    public("figures/editions/", editions.EditionList.as_view(), "editions"),
    path("figures/editions/new/", editions.EditionCreate.as_view(), name="edition-create"),
    public(EDITION, editions.EditionDetail.as_view(), "edition"),
    path(f"{EDITION}edit/", editions.EditionUpdate.as_view(), name="edition-update"),
    path(f"{EDITION}step/<slug:step>/", editions.EditionTransition.as_view(), name="edition-step"),
    path(f"{EDITION}history/", editions.EditionHistory.as_view(), name="edition-history"),
    public(f"{EDITION}data.json", edition_files.EditionData.as_view(), "edition-data"),
    public(
        f"{EDITION}figures.<extension:extension>",
        edition_files.EditionTable.as_view(),
        "edition-table",
    ),
    public(f"{EDITION}open-data.zip", open_data.EditionOpenData.as_view(), "open-data"),
    public(f"{EDITION}sheet.pdf", sheets.EditionSheet.as_view(), "edition-sheet"),
    public("figures/published/", published.PublishedFigures.as_view(), "published"),
    public("figures/open-data/", open_data.OpenDataPage.as_view(), "open-data-page"),
    public("figures/sheet/", sheets.SheetPage.as_view(), "sheet"),
    public("figures/sheet.pdf", sheets.SheetFile.as_view(), "sheet-file"),
    public(f"{EDITION}differences/", editions.EditionDifferences.as_view(), "differences"),
    public(
        f"{EDITION}differences.<extension:extension>",
        editions.DifferencesExport.as_view(),
        "differences-export",
    ),
]
