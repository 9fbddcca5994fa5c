from django.contrib.auth.decorators import login_not_required
from django.urls import path

from reports.views import figures, receipt

app_name = "reports"
urlpatterns = [
    path("figures/", login_not_required(figures.DashboardPage.as_view()), name="dashboard"),
    path(
        "figures/follow-up/",
        login_not_required(figures.FollowUpPage.as_view()),
        name="follow-up",
    ),
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
