<?php

// Reads the header without directives with PHP's FFI and compares what came of it with what is printed on standard input.
//
// php load.php HEADER LIBRARY; a line of the input is a constant and its value, or the name of a function.

declare(strict_types=1);

[, $header, $library] = $argv;
$tlsverify = FFI::cdef(file_get_contents($header), $library);
foreach (file('php://stdin', FILE_IGNORE_NEW_LINES) as $line) {
    [$name, $value] = explode(' ', $line . ' ');
    // Reading a function without calling it fails if there is none.
    $found = $tlsverify->$name;
    if ($value !== '' && $found !== (int) $value) {
        exit("$line: $found\n");
    }
}
$name = $tlsverify->tv_reason_name($tlsverify->TV_REASON_EXPIRED);
$sizes = [FFI::sizeof($tlsverify->type('tv_status')), FFI::sizeof($tlsverify->type('tv_verify_item'))];
echo $name === 'EXPIRED' && $sizes === [4, 3 * PHP_INT_SIZE] ? "read\n" : "wrong\n";
