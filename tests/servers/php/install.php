<?php
// php install.php DOCROOT: installs WordPress, empties it, sets pretty permalinks and prints an
// application password of the administrator, with which everything else goes through REST.
define('WP_INSTALLING', true);
define('ABSPATH', $argv[1] . '/');
$_SERVER += ['HTTP_HOST' => '127.0.0.1:' . getenv('WP_PORT'), 'REQUEST_METHOD' => 'GET',
             'SERVER_PROTOCOL' => 'HTTP/1.1'];

function wp_mail(): bool // there is no mail server to tell anybody
{
    return true;
}

require ABSPATH . 'wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

$installed = wp_install('Situs Uji', 'admin', 'admin@example.test', true, '', wp_generate_password());
foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $post) {
    wp_delete_post($post->ID, true);
}
$GLOBALS['wp_rewrite']->set_permalink_structure('/%year%/%monthnum%/%postname%/');
$GLOBALS['wp_rewrite']->flush_rules(false);
[$password] = WP_Application_Passwords::create_new_application_password(
    $installed['user_id'], ['name' => 'tests']
);
echo $password;
