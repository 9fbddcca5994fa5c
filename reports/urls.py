from django.contrib.auth.decorators import login_not_required
from django.urls import path

from reports.views import figures

app_name = "reports"
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
        "figures/methodology/", login_not_required(figures.Methodology.as_view()), name="methodology"
    ),
]
