import { absolutePath } from './program-path.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Every variable that a program started by Rollcall may see, by what it is for. It is a list of what is let through:
 * inputs of the action and tokens of the job are in no program's environment unless they are here.
 */
const variables = {
  /** Where programs, the person's own configuration and temporary files are. */
  system: [
    ...['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'TEMP', 'TMP', 'TZ', 'LD_LIBRARY_PATH'],
    ...['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR'],
    ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'PROGRAMDATA', 'PROGRAMFILES'],
    ...['USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'LOCALAPPDATA'],
  ],
  /** What any program needs to start at all: it sees neither the person's files nor other programs. */
  start: ['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'LD_LIBRARY_PATH'],
  /** The person's git: configuration of the machine and of the person, who commits, what is traced. */
  git: [
    ...['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_EXEC_PATH'],
    ...['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL', 'EMAIL'],
    ...['GIT_TRACE', 'GIT_TRACE2', 'GIT_TRACE2_EVENT', 'GIT_TRACE2_PERF', 'GIT_TRACE_SETUP', 'GIT_TRACE_CURL'],
  ],
  /** Proxies, and whom TLS believes. */
  network: [
    ...['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'],
    ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE'],
  ],
  /** How the person's git reaches a server: TLS, ssh and who asks for a password. */
  transport: [
    ...['GIT_SSL_CAINFO', 'GIT_SSL_CAPATH', 'GIT_SSL_CERT', 'GIT_SSL_KEY', 'GIT_SSL_NO_VERIFY', 'GIT_SSL_VERSION'],
    ...['GIT_PROXY_SSL_CAINFO', 'GIT_PROXY_SSL_CERT', 'GIT_PROXY_SSL_KEY', 'GIT_HTTP_PROXY_AUTHMETHOD'],
    ...['GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_SSH_VARIANT', 'SSH_AUTH_SOCK', 'SSH_AGENT_PID'],
    ...['GIT_ASKPASS', 'SSH_ASKPASS', 'SSH_ASKPASS_REQUIRE'],
    // The askpass program of an editor's terminal asks the editor by these.
    ...['VSCODE_GIT_ASKPASS_NODE', 'VSCODE_GIT_ASKPASS_MAIN', 'VSCODE_GIT_ASKPASS_EXTRA_ARGS', 'VSCODE_GIT_IPC_HANDLE'],
    ...['KRB5CCNAME', 'KRB5_CONFIG', 'GH_CONFIG_DIR'],
  ],
  /** How a credential helper reaches the key ring that it speaks for. */
  keyRing: [
    ...['DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'GNUPGHOME', 'GPG_TTY', 'PASSWORD_STORE_DIR'],
    ...['DOCKER_CONFIG'],
  ],
  /** How a credential helper of a cloud's registry logs in to that cloud: it has no other way. */
  cloud: [
    ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION', 'AWS_DEFAULT_REGION'],
    ...['AWS_PROFILE', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CA_BUNDLE', 'AWS_SDK_LOAD_CONFIG'],
    ...['AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_STS_REGIONAL_ENDPOINTS'],
    ...['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_EC2_METADATA_DISABLED'],
    ...['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', 'AWS_ECR_DISABLE_CACHE'],
    ...['GOOGLE_APPLICATION_CREDENTIALS', 'CLOUDSDK_CONFIG', 'CLOUDSDK_CORE_PROJECT', 'CLOUDSDK_CORE_ACCOUNT'],
    ...['CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE', 'CLOUDSDK_PYTHON', 'AZURE_CONFIG_DIR', 'AZURE_TENANT_ID'],
    ...['AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET', 'AZURE_FEDERATED_TOKEN_FILE', 'AZURE_AUTHORITY_HOST'],
    ...['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'MSI_ENDPOINT', 'MSI_SECRET'],
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What variables are for. */
export type Purpose = keyof typeof variables;

/**
 * The environment of a program: those variables of `env` that are for one of the purposes, and nothing else. What it starts
 * by name is looked for in no folder of the files that it works on.
 */
export function childEnvironment(env: Environment, purposes: readonly Purpose[]): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const purpose of purposes)
    for (const name of variables[purpose]) {
      const value = env[name];
      if (value !== undefined) environment[name] = name === 'PATH' ? absolutePath(value) : value;
    }
  return environment;
}
