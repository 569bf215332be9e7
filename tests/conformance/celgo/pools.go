package celgo

// What literals are made of. A pool mixes texts that functions accept with texts at the edge of that, and some beyond.

var ints = []string{"0", "1", "-1", "2", "3", "4", "5", "7", "10", "-2", "-3", "60", "63", "64", "100", "255", "0x1F", "-0x10",
	"1000000", "2147483647", "2147483648", "4294967296", "9007199254740993", "253402300799", "253402300800", "-62135596800",
	"9223372036854775807", "-9223372036854775808", "-9223372036854775807"}

var smallInts = []string{"0", "1", "2", "3", "4", "-1", "5", "6", "10", "-2", "100"}

var uints = []string{"0u", "1u", "2u", "3u", "5U", "7u", "10u", "63u", "64u", "0x1Fu", "255u", "9223372036854775807u",
	"9223372036854775808u", "18446744073709551615u"}

var doubles = []string{"0.0", "-0.0", "1.0", "-1.0", "0.5", "1.5", "-1.5", "2.5", "3.0", "0.1", "0.3", "100.0", "123.456", "1e3",
	"1E-7", "1e21", "1e20", "123456789.0", "1e100", "-1e100", "1e308", "1.7976931348623157e308", "5e-324", "2.2250738585072014e-308",
	"9223372036854775807.0", "9223372036854775808.0", "-9223372036854775808.0", "18446744073709551615.0", "9007199254740993.0",
	"(0.0/0.0)", "(1.0/0.0)", "(-1.0/0.0)", ".5", "1.e3", "6.02214e+23", "0.000001", "0.0000001", "1000000.0", "12345678.9", "4.35"}

var texts = []string{"", "a", "b", "ab", "abc", "A", "aBc", "hello", "hello world", "  x ", " \t\r\n", "a,b,c", "a,b,,c", ",", "1", "-1", "0",
	"true", "é", "Ünï", "ß", "İ", "👑", "a👑b", "e\u0301", "日本語", "\u00a0x\u2003", "\u0000", "\u007f", "\\", "\"", "'", "`", "\\n", "a\nb",
	"tacocat", "aaa", "xAxaX", "foo.bar", "a-b", "a/b", "~1", "%", "%s", "${x}", "abc123", "0123456789", "\ufeff", "\ufffd", "\U0010ffff",
	"\u0085", "\u2028", "the quick brown fox", "AbCdEf"}

var shortTexts = []string{"", "a", "b", ",", " ", "l", "o", "aa", "x", "é", "👑", "1", "-", ".", "/", "A", "\n", "ab", "ö"}

var bytesTexts = []string{"", "a", "abc", "\xff", "\x00", "\xff\x00\x80", "é", "👑", "hello", "\xc3", "a\xffb", "{}"}

var numbers = []string{"0", "1", "-1", "+1", "42", " 1", "1 ", "01", "007", "1.0", "1.5", "-0", "-0.0", "1e3", "1E3", "1e", "e1", ".5", "5.", "0x10",
	"0X1f", "1_000", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615",
	"18446744073709551616", "1u", "inf", "Inf", "+Inf", "-infinity", "NaN", "nan", "-nan", "1e400", "-1e400", "1e-400", "0x1p4", "", "-", "+",
	"١", "1,0", "0b1", "0o7", "1e+5", "123456789012345678901234567890", "0.1", "0.30000000000000004", "4.9e-324", "true"}

var booleans = []string{"true", "false", "TRUE", "True", "False", "FALSE", "t", "f", "T", "F", "1", "0", "", "yes", "tRUE", " true", "on"}

var durations = []string{"0", "0s", "1s", "-1s", "1.5s", "1h", "1h30m", "1h1m1s", "90m", "1ms", "1us", "1µs", "1μs", "1ns", "100ms", "-1.5h",
	"+1s", "1d", "1", "", "s", "1s1", "1 s", "1.s", ".5s", "-.5s", ".s", "0.000000001s", "0.0000000001s", "9223372036s", "9223372037s",
	"2562047h47m16.854775807s", "-2562047h47m16.854775808s", "2562047h47m16.854775808s", "1e3s", "1m-1s", "24h", "8760h", "1h1h", "1S",
	"0.1s", "123.456789s", "1.0000000009s", "3.14159h", "60s", "315576000000s", "-0s", "1.5m30s"}

var timestamps = []string{"1970-01-01T00:00:00Z", "2009-02-13T23:31:30Z", "2024-02-29T12:34:56.789Z", "2023-12-25T00:00:00Z",
	"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999999Z", "2020-01-01T00:00:00+02:00", "2020-06-15T10:20:30-07:00",
	"2020-01-01T00:00:00.123456789123Z", "2021-02-29T00:00:00Z", "2020-13-01T00:00:00Z", "2020-01-01", "2020-01-01T00:00:00", "", "x",
	"2020-01-01t00:00:00z", "2020-01-01 00:00:00Z", "2020-01-01T24:00:00Z", "2020-01-01T23:59:60Z", "0000-01-01T00:00:00Z",
	"10000-01-01T00:00:00Z", "2020-01-01T00:00:00.Z", "2020-01-01T00:00:00+0200", "2020-01-01T00:00:00+24:00", "2020-01-01T00:00:00+23:59",
	"2020-01-01T00:00:00-00:00", "2020-1-1T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "2020-03-08T02:30:00-05:00",
	"2011-08-18T00:00:00.019+01:00", "2020-01-01T00:00:00,5Z", "2020-10-25T01:30:00Z", "1969-12-31T23:59:59.5Z", "2020-01-01T1:00:00Z",
	"1883-11-18T12:00:00Z", "2050-07-01T00:00:00Z"}

var zones = []string{"UTC", "", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu",
	"+02:00", "-02:30", "02:00", "+2:00", "+0200", "-00:30", "GMT", "EST", "US/Central", "Etc/GMT+5", "Foo/Bar", "utc", "+14:00", "-23:59",
	"+24:00", "+99:99", "00:00", "-1:00", "Z", "+01:60", "Pacific/Apia", "america/new_york", "Africa/Casablanca", ":", "1:2:3"}

var patterns = []string{"", "a", "^a", "b$", "a+", "a*", "[a-c]+", "[^a]", "(a)(b)", "(a)|(b)", "(?:a|b)", "(?P<n>a)", "(?i)A", "(?s).", "\\d+", "\\w+",
	"\\s", "\\bb", ".", "^$", "(", "[", "a**", "a{2}", "a{2,1}", "a{1001}", "\\", "(?<n>a)", "(?<!a)b", "\\pL+", "\\p{Greek}", "[[:alpha:]]", "x*",
	"(a)?b", "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "(\\d{4})-(\\d\\d)", "👑", "\\Qa.b\\E", "\\x{1F451}", "a|b|", "(a|ab)(c|bcd)", "\\C", "(?U)a+", "\\z", "()", "((a))",
	"é", "[é]", "$", "(?m)^b", "\\n", "[\\d-z]", "\\1", "h(.)l"}

var replacements = []string{"", "x", "\\0", "\\1", "\\2", "\\1\\1", "<\\0>", "$1", "\\\\", "\\", "\\a", "\\10", "👑", "\\9"}

var bases64 = []string{"", "aGVsbG8=", "aGVsbG8", "YQ==", "YQ", "YWI=", "YWJj", "_-8=", "/+8=", "a", "====", "YQ=", "aGVs bG8=", "aGVs\nbG8=", "YR==", "!", "8J+RkQ=="}

var addresses = []string{"192.168.0.1", "127.0.0.1", "0.0.0.0", "255.255.255.255", "10.0.0.5", "1.2.3.4", "224.0.0.1", "224.0.1.1", "169.254.1.1", "::", "::1", "fe80::1", "ff02::1",
	"ff01::1", "ff05::2", "2001:db8::abcd", "2001:DB8::ABCD", "2001:db8:0:0:0:0:0:1", "::ffff:1.2.3.4", "::1.2.3.4", "fe80::1%eth0", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5",
	"", "x", "::g", "1::2::3", "12345::", " 1.2.3.4", "1.2.3.4/24", "2001:db8::", "64:ff9b::1.2.3.4", "fc00::1", "1.2.3.04", "::ffff:c0a8:1"}

var networks = []string{"10.0.0.0/8", "10.0.0.5/8", "192.168.0.0/24", "192.168.0.0/16", "192.168.0.1/32", "0.0.0.0/0", "::/0", "::1/128", "2001:db8::/32", "2001:db8::1/64",
	"10.0.0.0/33", "10.0.0.0/", "10.0.0.0", "10.0.0.0/-1", "10.0.0.0/08", "::ffff:1.2.3.4/120", "fe80::1%eth0/64", "x/8", "", "/8", "2001:db8::/129", "10.0.0.0/8/8", "10.0.0.0/ 8",
	"2001:DB8::/32", "10.0.0.0/+8"}

var quantities = []string{"0", "1", "-1", "1k", "1Ki", "1M", "1Mi", "1G", "1Gi", "1T", "1P", "1E", "1Ei", "1m", "100m", "1500m", "1000m", "1u", "1n", "0.1n", "0.5", "1.5", "1.5Gi", "-1.5",
	"1e3", "1E3", "1e-3", "1.0", "0.1Ki", "100", "2", "9223372036854775807", "9223372036854775808", "9223372036854775807Ki", "-9223372036854775808", "1e18", "1e19", "1e100", "1e-10",
	"", "x", "1 ", "1K", "1mi", "Ki", ".5", "5.", ".", "+1", "--1", "1..0", "0x1", "1e", "1e3.5", "12Mi", "123456789012345678901234567890", "0.0000000001", "0.3", "3.14159", "1,5", "0.1m", "999999999.9"}

var semvers = []string{"1.2.3", "0.0.0", "1.0.0", "1.2.4", "v1.2.3", "1.2", "1", "v1", "1.2.3-alpha", "1.2.3-alpha.1", "1.2.3-alpha.beta", "1.2.3+build", "1.2.3-rc.1+b.5", "01.2.3", "1.02.3",
	"1.2.3-01", "1.2.3-", "1.2.3+", "", "x", "1.2.3.4", "-1.2.3", "1.2.x", "18446744073709551615.0.0", "18446744073709551616.0.0", "1.2-alpha", "V1.2.3", " 1.2.3", "9223372036854775808.1.0",
	"1.2.3-a_b", "1.0.0-0.3.7", "1.0.0-x.7.z.92", "1.2.3--", "1.2+b", "v1.02"}

var urls = []string{"https://example.com", "https://example.com:80/path?k1=a&k2=b#anchor", "http://user:pass@host/p%20q", "http://[::1]:8080/a", "/path", "path", "", "*", "//host/path",
	"http://", "http://x#frag", "http://x?a=1;b=2", "http://x/?a=%zz&b=1", "http://x/ü", "http://x/a b", "HTTP://EX.com/", "http://x:port/", "http://x:/a", "mailto:a@b", "http://x?a&b=&=c&a=2",
	"http://x/%zz", "http://[::1", "https://kubernetes.io:443/a/b/../c?x=1+2", "urn:a:b", "http://a.b.c/?q=%41", ":", "http:// x", "file:///etc/passwd", "http://x/a%2Fb", "/p?q=1", "1http://x",
	"http://x/\u007f", "http://é.com/", "http://x?k=v%20w&k=z"}

var labels = []string{"my-name", "my.name", "MyName", "my_name", "a", "", "-a", "a-", "a.b.c", "example.com/name", "example.com/", "/name", "a/b/c", "0a", "a0", "1", "a..b", "UPPER",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000", "aGVsbG8=", "aGVsbG8", "2020-01-01",
	"2020-01-01T00:00:00Z", "2020-13-01", "http://x", "not a uri", "é", "apps/v1", "a b", "my-name-", "a-.b"}

var formatNames = []string{"dns1123Label", "dns1123Subdomain", "dns1035Label", "qualifiedName", "dns1123LabelPrefix", "dns1123SubdomainPrefix", "dns1035LabelPrefix", "labelValue", "uri", "uuid",
	"byte", "date", "datetime", "unknown", "", "UUID"}

var formats = []string{"%s", "%d", "%f", "%.2f", "%.0f", "%e", "%.3e", "%x", "%X", "%b", "%o", "%%", "%s %s", "%d%%", "a%sb", "%s%d", "%", "%5d", "%.s", "%.3s", "%q", "%t", "%v", "%.10f", "%.20f",
	"%s-%x-%b", "", "plain", "%.-1f", "%.1d", "%1.2f", "%S", "%.3", "é%s👑", "%c", "%.6e", "%s%s%s", "%f %e", "%.f"}

// pools by function and argument, the receiver being argument 0 of a method. "*" stands for the rest of the arguments.
var pools = map[string][]string{
	"duration": durations, "timestamp": timestamps, "int:0": numbers, "uint:0": numbers, "double:0": numbers, "bool:0": booleans,
	"matches:1": patterns, "find:1": patterns, "findAll:1": patterns, "regex.extract:1": patterns, "regex.extractAll:1": patterns, "regex.replace:1": patterns,
	"regex.replace:2": replacements, "base64.decode": bases64, "ip": addresses, "isIP": addresses, "ip.isCanonical": addresses, "cidr": networks, "isCIDR": networks,
	"containsIP:1": addresses, "containsCIDR:1": networks, "quantity": quantities, "isQuantity": quantities, "semver": semvers, "isSemver": semvers, "url": urls, "isURL": urls,
	"format.named": formatNames, "validate:1": labels, "indexOf:1": shortTexts, "lastIndexOf:1": shortTexts, "split:1": shortTexts, "join:1": shortTexts, "replace:1": shortTexts,
	"replace:2": shortTexts, "contains:1": shortTexts, "startsWith:1": shortTexts, "endsWith:1": shortTexts,
	"getFullYear:1": zones, "getMonth:1": zones, "getDayOfYear:1": zones, "getDayOfMonth:1": zones, "getDate:1": zones, "getDayOfWeek:1": zones, "getHours:1": zones,
	"getMinutes:1": zones, "getSeconds:1": zones, "getMilliseconds:1": zones, "timestamp:0": timestamps,
}
