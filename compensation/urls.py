from django.urls import path

from compensation.views import payments, rules, runs

app_name = "compensation"
RUN = "committees/<slug:committee>/compensation/<int:pk>/"
urlpatterns = [
    path("compensation/rates/", rules.RateList.as_view(), name="rates"),
    path("compensation/rates/new/", rules.RateCreate.as_view(), name="rate-create"),
    path("compensation/rates/<int:pk>/", rules.RateUpdate.as_view(), name="rate-update"),
    path("compensation/rates/<int:pk>/history/", rules.RateHistory.as_view(), name="rate-history"),
    path(
        "compensation/entitled/new/", rules.EntitlementCreate.as_view(), name="entitlement-create"
    ),
    path(
        "compensation/entitled/<int:pk>/",
        rules.EntitlementUpdate.as_view(),
        name="entitlement-update",
    ),
    path(
        "compensation/entitled/<int:pk>/history/",
        rules.EntitlementHistory.as_view(),
        name="entitlement-history",
    ),
    path(
        "compensation/payments/<int:pk>/withdraw/",
        payments.PaymentWithdraw.as_view(),
        name="payment-withdraw",
    ),
    path("committees/<slug:committee>/compensation/", runs.RunList.as_view(), name="runs"),
    path("committees/<slug:committee>/compensation/new/", runs.RunCreate.as_view(), name="new"),
    path(RUN, runs.RunDetail.as_view(), name="run"),
    path(f"{RUN}period/", runs.RunPeriod.as_view(), name="period"),
    path(f"{RUN}pay/", payments.PaymentsRecord.as_view(), name="pay"),
    path(f"{RUN}list.pdf", payments.PaymentListPaper.as_view(), name="paper"),
    path(f"{RUN}list.<slug:extension>", payments.PaymentListExport.as_view(), name="list"),
    path(f"{RUN}history/", runs.RunHistory.as_view(), name="history"),
    path(f"{RUN}step/<slug:step>/", runs.RunTransition.as_view(), name="step"),
]
