#!/bin/bash
# As the public image: the first start initialises, and listens on a socket alone while it does.
set -euo pipefail

data=/var/lib/mysql
if [ "$1" = mariadbd ] && [ "$(id -u)" = 0 ]; then
  chown -R mysql:mysql "$data" /run/mysqld
  exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "$@"
fi
if [ "$1" = mariadbd ] && [ ! -d "$data/mysql" ]; then
  mariadb-install-db --datadir="$data" --auth-root-authentication-method=normal --skip-test-db >/dev/null
  mariadbd --skip-networking --datadir="$data" --socket=/run/mysqld/init.sock &
  server=$!
  run() { mariadb -u root --socket=/run/mysqld/init.sock "$@"; }
  until run -e 'SELECT 1' >/dev/null 2>&1; do
    kill -0 "$server" || exit 1
    sleep 0.1
  done
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
      *.sh) . "$file" ;;
      *.sql) run < "$file" ;;
    esac
  done
  password=$(cat "$MARIADB_ROOT_PASSWORD_FILE")
  # Last of all, since from here on root needs it.
  run <<SQL
CREATE USER root@'%' IDENTIFIED BY '$password';
GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;
ALTER USER root@localhost IDENTIFIED BY '$password';
CREATE USER healthcheck@'127.0.0.1' IDENTIFIED BY '', healthcheck@localhost IDENTIFIED BY '';
SQL
  kill "$server"
  wait "$server"
fi
[ "$1" = mariadbd ] || exec "$@"
exec "$@" --datadir="$data" --socket=/run/mysqld/mysqld.sock --bind-address=0.0.0.0
