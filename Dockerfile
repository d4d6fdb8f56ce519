# Two stages: the first has what building needs, the second what running needs, and no more.
# tools/try-image-steps carries these steps out where there is no container engine.

FROM python:3.11-slim-bookworm AS build
ENV PATH=/opt/node/bin:/usr/local/bin:/usr/bin:/bin
WORKDIR /app
COPY requirements.txt tools/requirements-node.txt /opt/requirements/
RUN python3 -m venv /opt/waymark \
 && /opt/waymark/bin/pip install --no-cache-dir --quiet -r /opt/requirements/requirements.txt \
 && /opt/waymark/bin/pip uninstall --quiet --yes setuptools pip
# Node builds the static files; it has an environment of its own, which stays behind.
RUN python3 -m venv /opt/node \
 && /opt/node/bin/pip install --no-cache-dir --quiet -r /opt/requirements/requirements-node.txt
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev
COPY . .
RUN npm run build \
 && /opt/waymark/bin/python -m certification.pdf.fonts node_modules/@expo-google-fonts fonts \
 && rm -rf node_modules \
 && /opt/waymark/bin/python -m compileall -q site courses media certification

FROM python:3.11-slim-bookworm
ENV PATH=/opt/waymark/bin:/usr/local/bin:/usr/bin:/bin
ENV PYTHONPATH=/app/site:/app
ENV PYTHONUNBUFFERED=1
ENV PYTHONDONTWRITEBYTECODE=1
ENV DJANGO_SETTINGS_MODULE=config.settings.production
ENV WAYMARK_VAR=/var/waymark
ENV HOST=0.0.0.0
ENV PORT=8000
RUN /usr/sbin/groupadd --system --gid 10001 waymark \
 && /usr/sbin/useradd --system --uid 10001 --gid waymark --home-dir /var/waymark --shell /usr/sbin/nologin waymark \
 && install -d -o waymark -g waymark /var/waymark \
 && { python3 -m pip uninstall --quiet --yes setuptools wheel pip 2>/dev/null || true; }
WORKDIR /app
COPY --from=build /opt/waymark /opt/waymark
COPY --from=build /app /app
USER waymark
VOLUME /var/waymark
EXPOSE 8000
HEALTHCHECK --start-period=60s CMD ["python", "-m", "config.answering"]
CMD ["python", "-m", "gunicorn", "-c", "python:config.web_server"]
