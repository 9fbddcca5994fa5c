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
urlpatterns = [
    path("figures/", login_not_required(figures.DashboardPage.as_view()), name="dashboard"),
    path(
        "figures/follow-up/",
        login_not_required(figures.FollowUpPage.as_view()),
        name="follow-up",
    ),
    *(
        path(
            f"figures/{subject}/",
            login_not_required(charts.ChartsPage.as_view(subject=subject)),
            name=subject,
        )
        for subject in charts.SUBJECTS
    ),
    path("figures/declared/", declared.DeclaredCounts.as_view(), name="declared"),
    path("figures/views/new/", saved.SavedViewCreate.as_view(), name="view-new"),
    path("figures/views/<int:pk>/rename/", saved.SavedViewRename.as_view(), name="view-rename"),
    path("figures/views/<int:pk>/end/", saved.SavedViewEnd.as_view(), name="view-end"),
    path(
        "figures/composition/",
        login_not_required(figures.CompositionPage.as_view()),
        name="composition",
    ),
    path("figures/working/", login_not_required(figures.WorkingPage.as_view()), name="working"),
    path(
        "figures/receipts/<slug:key>/",
        login_not_required(receipt.ReceiptPage.as_view()),
        name="receipt",
    ),
    path(
        "figures/receipts/<slug:key>.<str:extension>",
        login_not_required(receipt.ReceiptExport.as_view()),
        name="receipt-export",
    ),
    path(
        "figures/<slug:subject>/<slug:chart>.<str:extension>",
        login_not_required(charts.ChartFile.as_view()),
        name="chart",
    ),
    path(
        "figures.<str:extension>",
        login_not_required(figures.DashboardExport.as_view()),
        name="export",
    ),
    path(
        "figures/methodology/",
        login_not_required(figures.Methodology.as_view()),
        name="methodology",
    ),
    path("figures/editions/", login_not_required(editions.EditionList.as_view()), name="editions"),
    path("figures/editions/new/", editions.EditionCreate.as_view(), name="edition-create"),
    path(EDITION, login_not_required(editions.EditionDetail.as_view()), name="edition"),
    path(f"{EDITION}edit/", editions.EditionUpdate.as_view(), name="edition-update"),
    path(f"{EDITION}step/<slug:step>/", editions.EditionTransition.as_view(), name="edition-step"),
    path(f"{EDITION}history/", editions.EditionHistory.as_view(), name="edition-history"),
    path(
        f"{EDITION}data.json",
        login_not_required(edition_files.EditionData.as_view()),
        name="edition-data",
    ),
    path(
        f"{EDITION}figures.<str:extension>",
        login_not_required(edition_files.EditionTable.as_view()),
        name="edition-table",
    ),
    path(
        f"{EDITION}open-data.zip",
        login_not_required(open_data.EditionOpenData.as_view()),
        name="open-data",
    ),
    path(
        f"{EDITION}sheet.pdf",
        login_not_required(sheets.EditionSheet.as_view()),
        name="edition-sheet",
    ),
    path(
        "figures/published/",
        login_not_required(published.PublishedFigures.as_view()),
        name="published",
    ),
    path(
        "figures/open-data/",
        login_not_required(open_data.OpenDataPage.as_view()),
        name="open-data-page",
    ),
    path("figures/sheet/", login_not_required(sheets.SheetPage.as_view()), name="sheet"),
    path("figures/sheet.pdf", login_not_required(sheets.SheetFile.as_view()), name="sheet-file"),
    path(
        f"{EDITION}differences/",
        login_not_required(editions.EditionDifferences.as_view()),
        name="differences",
    ),
    path(
        f"{EDITION}differences.<str:extension>",
        login_not_required(editions.DifferencesExport.as_view()),
        name="differences-export",
    ),
]
