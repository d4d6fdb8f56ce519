import django_stubs_ext
from django.apps import AppConfig

# Lets classes say what their forms and querysets hold, `ModelForm[Organisation]`, when they run.
django_stubs_ext.monkeypatch()


class ConfigConfig(AppConfig):
    name = "config"
