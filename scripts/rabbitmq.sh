# Sourced by ./verify, after install.sh: a RabbitMQ for the tests, ended afterwards if it was started here.

rabbitmq_stop=

# Sets rabbitmq_host and rabbitmq_port from amqp://user:password@host:port/virtual-host.
locate_rabbitmq() {
  address=$(printf '%s\n' "${MILLRACE_RABBITMQ:-amqp://localhost:5672}" | sed 's,^[a-z]*://,,; s,/.*,,; s,.*@,,')
  rabbitmq_host=${address%:*}
  rabbitmq_port=${address##*:}
  [ "$rabbitmq_port" = "$address" ] && rabbitmq_port=5672
}

rabbitmq_listens() {
  bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$rabbitmq_host" "$rabbitmq_port" 2>/dev/null
}

refuse_rabbitmq() {
  echo "verify: $1" >&2
  echo "verify: or leave out what needs RabbitMQ: ./verify --without-rabbitmq" >&2
  exit 2
}

# By the init system, or what stands in for it; else the server itself, in the background.
start_rabbitmq() {
  echo "verify: starting RabbitMQ"
  if command -v service >/dev/null 2>&1 && [ -e /etc/init.d/rabbitmq-server ] \
    && $as_root service rabbitmq-server start >/dev/null 2>&1; then
    rabbitmq_stop="$as_root service rabbitmq-server stop"
  else
    $as_root rabbitmq-server -detached >/dev/null 2>&1 || return 1
    rabbitmq_stop="$as_root rabbitmqctl -q stop"
  fi
  await_rabbitmq
}

await_rabbitmq() {
  for second in $(seq 60); do
    rabbitmq_listens && return 0
    sleep 1
  done
  return 1
}

provide_rabbitmq() {
  [ -z "${MILLRACE_RABBITMQ:-}" ] \
    || refuse_rabbitmq "nothing listens at $rabbitmq_host:$rabbitmq_port, where MILLRACE_RABBITMQ says: start it, or unset the variable"
  have_or_install rabbitmq-server rabbitmq-server \
    || refuse_rabbitmq "tests need RabbitMQ at localhost:5672: install it (Debian: apt install rabbitmq-server, macOS: brew install rabbitmq)"
  find_root || as_root=
  # A server that runs already belongs to somebody; one that came with the installation does not.
  if [ -z "$installed" ] && $as_root rabbitmqctl -q ping >/dev/null 2>&1; then
    refuse_rabbitmq "RabbitMQ runs, and not at localhost:5672: say where with MILLRACE_RABBITMQ=amqp://user:password@host:port"
  fi
  start_rabbitmq || refuse_rabbitmq "RabbitMQ is installed and did not start: start it, its log is in /var/log/rabbitmq"
}

require_rabbitmq() {
  PATH=$PATH:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin
  locate_rabbitmq
  rabbitmq_listens || provide_rabbitmq
  rabbitmqctl -q list_vhosts >/dev/null 2>&1 \
    || refuse_rabbitmq "tests make virtual hosts with rabbitmqctl, and it does not work here: be root, or the user who runs RabbitMQ"
}

end_rabbitmq() {
  [ -n "$rabbitmq_stop" ] || return 0
  echo "verify: ending the RabbitMQ that was started for the tests"
  $rabbitmq_stop >/dev/null 2>&1
  rabbitmq_stop=
}
