/** The Node that this host reports to be: the one that the site's examples are recorded with. */
export const NODE_VERSION = 'v26.10.0';

/** `process.versions`, as far as the parts exist here. V8's is the pinned Node's; the engine is the reader's browser. */
export const VERSIONS = Object.freeze({
  node: '26.10.0',
  acorn: '8.19.0',
  modules: '147',
  napi: '10',
  unicode: '17.0',
  uv: '1.52.1',
  v8: '14.6.202.34-node.34',
});

/** `process.release`. */
export const RELEASE = Object.freeze({
  name: 'node',
  sourceUrl: `https://nodejs.org/download/release/${NODE_VERSION}/node-${NODE_VERSION}.tar.gz`,
  headersUrl: `https://nodejs.org/download/release/${NODE_VERSION}/node-${NODE_VERSION}-headers.tar.gz`,
});

/** `process.features`. */
export const FEATURES = Object.freeze({
  inspector: false,
  debug: false,
  uv: false,
  ipv6: false,
  tls_alpn: false,
  tls_sni: false,
  tls_ocsp: false,
  tls: false,
  openssl_is_boringssl: false,
  cached_builtins: true,
  require_module: true,
  typescript: false,
});
