# One image for web, worker, beat, migrate and backups; docker-compose.yml says which part a container becomes.
FROM python:3.12-slim-bookworm AS packages
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --no-input --require-hashes --requirement /tmp/base.txt

FROM python:3.12-slim-bookworm
# Pango sets the type of the PDF packs; no wheel brings it.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin tandem \
 && install -d -o tandem -g tandem /data /data/files /data/backups /data/run
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TANDEM_VAR=/data
# Style sheets, scripts and fonts are gathered while the image is built, under the folder the web serves from.
RUN python manage.py collectstatic --noinput
USER tandem
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-m", "launch", "ask"]
CMD ["python", "-m", "launch", "web"]
