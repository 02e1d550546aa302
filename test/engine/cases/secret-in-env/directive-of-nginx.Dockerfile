FROM nginx:1.29
ENV DD_UWSGI_PASS="uwsgi_server" PROXY_PASS=backend \
    SECRET_KEY_BASE=dummy_for_assets AUTH=ldap ADMIN_PASSWORD='{{ password }}'
ENV «ADMIN_PASS=hunter2» ADMIN_USER=admin
