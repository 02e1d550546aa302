# fixed: stages.fixed.Dockerfile
FROM debian:12-slim AS base
RUN apt-get update \
 && apt-get install -y git \
 && rm -rf /var/lib/apt/lists/*

FROM base AS tools
RUN echo tools && sudo apt-get update && sudo apt-get install -y curl

FROM base AS refreshed
RUN apt-get update
FROM refreshed
RUN apt-get install -y curl

FROM base AS mounted
COPY --from=refreshed /var/lib/apt/lists /var/lib/apt/lists
RUN apt-get install -y curl

FROM base AS maybe
RUN apt-get update || true
RUN apt-get install -y curl

FROM base AS again
RUN git --version; apt-get install -y git
