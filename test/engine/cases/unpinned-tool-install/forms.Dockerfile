FROM debian:12
RUN ["pip", "install", «"flask"»]
RUN pip3 install -U «requests[socks]» --index-url https://example.com/simple
RUN uv pip install --system «httpx» && uv tool install «ruff» && pipx install «black»
RUN npm add «sax» && yarn global add «@vue/cli» && pnpm add -g «turbo» && npm i --prefix /opt «left-pad»
RUN npm install git+https://example.com/a.git ./b /tmp/c.tgz example/d e@^1.0 @f/g@2
RUN pip install . ./h /wheels/*.whl -e . "i @ https://example.com/i.whl" j~=1.0 k${V} && pip install --no-index l
RUN corepack prepare «pnpm@latest» --activate && corepack prepare yarn@4.5.0 --activate && corepack enable
RUN dotnet tool install -g «dotnet-ef» && dotnet tool install dotnet-trace --version 8.0.0
RUN composer global require «laravel/installer» && composer require monolog/monolog
RUN cargo +stable install --path . && cargo install --locked ripgrep@14.1.0 && cargo install just --version 1.36.0
RUN pip freeze && pip uninstall -y m && npm run install && go get ./... && pip config set global.index-url https://example.com
