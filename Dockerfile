# The command line as an image: git, Node, and the bundle as it is committed. Nothing is installed from a registry.
# docker build -t rollcall . && docker run --rm -v "$PWD:/repository" rollcall verify
FROM node:24.11.1-bookworm
COPY LICENSE /opt/rollcall/
COPY packages/cli/dist /opt/rollcall/dist
RUN git config --system --add safe.directory /repository && ln -s /opt/rollcall/dist/rollcall.js /usr/local/bin/rollcall
USER node
WORKDIR /repository
ENTRYPOINT ["rollcall"]
