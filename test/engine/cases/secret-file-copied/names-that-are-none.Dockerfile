FROM nginx:1.29
COPY .env.example .env.sample docker/.env.dist .env.test /app/
COPY authorized_keys known_hosts id_ed25519.pub cert.pem fullchain.pem rds-combined-ca-bundle.pem pubkey.pem /etc/x/
COPY app.env config.env .npmrc pip.conf passwd.lst 15-local-resolvers.envsh /app/
COPY tests/fixtures/server.key docs/id_rsa.example /app/
ADD https://example.com/private.key nginx_signing.key /etc/apt/keyrings/
COPY «server.key» certs/ca.crt «conf/credentials.json» /etc/nginx/
COPY --from=ghcr.io/corp/x:1 /root/.npmrc /x
USER nginx
