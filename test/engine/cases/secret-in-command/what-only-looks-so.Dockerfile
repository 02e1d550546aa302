FROM debian:12
ARG SITE_KEY
RUN sed -i 's/spring\.datasource\.password=.*/spring.datasource.password=root/g' a.properties && \
    grep -r --include='*.conf' 'password=' /etc; \
    mysql -uroot -e "UPDATE mysql.user SET password=PASSWORD('123456') WHERE User='root';"
RUN mvn -DskipTests -Dmaven.password.encryption=true -Dtoken.path=/run/token package
RUN SECRET_KEY=build-key DJANGO_SECRET_KEY=dummy python manage.py collectstatic --noinput
RUN SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile
RUN subscription-manager register --username=$(cat /run/secrets/user) --password=$(cat /run/secrets/pass)
RUN export GITHUB_TOKEN="$(cat /run/secrets/t)" && curl -u "$GITHUB_TOKEN" -H "Authorization: Bearer ${GITHUB_TOKEN}" https://api.corp.io
RUN adduser --disabled-password app && useradd -p '$6$abc$defghijkl' other && echo "john:k9Xw27dTq" | chpasswd
RUN keytool -importcert -storepass changeit -noprompt -file a.crt && openssl req -passin file:/run/secrets/p
USER 10001
