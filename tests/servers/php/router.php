<?php
// For php -S: an existing file or script is served as it is, every other path is WordPress's own.
// ABSPATH first: WordPress would take it from where its files really lie, behind the links.
define('ABSPATH', $_SERVER['DOCUMENT_ROOT'] . '/');
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if ($path !== '/' && is_file($_SERVER['DOCUMENT_ROOT'] . $path)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
