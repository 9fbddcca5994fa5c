from django.contrib.auth.decorators import login_not_required
from django.urls import path

from reports.views import editions, figures, published, sheets

app_name = "reports"
EDITION = "figures/editions/<int:pk>/"
urlpatterns = [
    path("figures/", login_not_required(figures.DashboardPage.as_view()), name="dashboard"),
    path(
        "figures/follow-up/",
        login_not_required(figures.FollowUpPage.as_view()),
        name="follow-up",
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
        login_not_required(editions.EditionData.as_view()),
        name="edition-data",
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
