<?php
// A throw-away WordPress on loopback; ports come from the environment, nothing here is secret.
$site = 'http://127.0.0.1:' . getenv('WP_PORT');
define('WP_HOME', $site);
define('WP_SITEURL', $site);
define('WP_ENVIRONMENT_TYPE', 'local'); // allows application passwords without TLS
define('WP_HTTP_BLOCK_EXTERNAL', true); // no updates, no pings: nothing leaves the machine
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);

define('DB_HOST', '127.0.0.1:' . getenv('WP_DB_PORT'));
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', 'wordpress');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = 'wp_';

foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define($name . '_KEY', 'throw-away ' . $name . ' key');
    define($name . '_SALT', 'throw-away ' . $name . ' salt');
}
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
