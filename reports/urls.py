from django.contrib.auth.decorators import login_not_required
from django.urls import path

from reports.views import charts, figures, receipt, saved

app_name = "reports"
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
    path("figures/views/new/", saved.SavedViewCreate.as_view(), name="view-new"),
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
]
