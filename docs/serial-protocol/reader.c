/* Reads bytes of a line from a file or standard input, prints each accepted frame, then how many were broken. */
#include <stdio.h>
#include <string.h>
#define DIGITS "0123456789"
#define HEX DIGITS "ABCDEF"
#define CAPITALS HEX "GHIJKLMNOPQRSTUVWXYZ"
static const char *const verbs[][2] = { /* the verb; the shapes of address, sequence and arguments */
    {"OPEN", "aSTLbN"}, {"SHUT", "aS"}, {"DISP", "aSlN"}, {"DISP", "aSlNN"}, {"LINE", "aS8lNN"}, {"TEXT", "aS2X"},
    {"BEEP", "aS9"}, {"PING", "AS"}, {"ACK", "ASZ"}, {"NAK", "ASZR"}, {"ACK", "ZSA"}, {"NAK", "ZSAR"},
    {"HELO", "ZSAIHV"}, {"RATE", "ZSAET5M"}, {"KEY", "ZSAKN"}, {"STAT", "ZSANNNN"}};
static unsigned crc16(const char *bytes, size_t count) {
    unsigned crc = 0xFFFF;
    for (size_t i = 0; i < 8 * count; i++) /* bit after bit, the lowest first */
        crc ^= i % 8 ? 0 : (unsigned char)bytes[i / 8], crc = crc >> 1 ^ (crc & 1 ? 0xA001 : 0);
    return crc;
}
static int is(const char *s, size_t least, size_t most, const char *set) {
    return strlen(s) >= least && strlen(s) <= most && !s[strspn(s, set)];
}
static int among(const char *words, const char *s) {
    char word[84] = ",";
    return *s && strstr(words, strcat(strcat(word, s), ","));
}
static int fits(char shape, const char *s) { /* Z: the host, a: a device or all, A: one device */
    switch (shape) { case 'X': return strlen(s) <= 16 && !strchr(s, '*');
    case 'Z': return !strcmp(s, "00"); case 'a': return is(s, 2, 2, DIGITS) && !fits('Z', s);
    case 'A': return fits('a', s) && strcmp(s, "99"); case 'S': return is(s, 2, 2, DIGITS);
    case 'T': return is(s, 1, 8, CAPITALS); case 'V': return is(s, 1, 12, CAPITALS "abcdefghijklmnopqrstuvwxyz.-");
    case 'H': return is(s, 4, 4, HEX); case 'E': return strspn(s, HEX) == 4 && s[4] == '-' && fits('N', s + 5);
    case 'M': case 'N': return is(s, 1, shape == 'M' ? 7 : 5, DIGITS) && (*s != '0' || !s[1]);
    case 'l': case 'L': return (shape == 'l' && !*s) || (is(s, 1, 16, CAPITALS "-") && *s != '-');
    case 'I': return among(",PANEL,BOARD,HALL,KEYS,", s); case 'R': return among(",VERB,ARGS,FULL,LATER,", s);
    case 'K': return among(",NEXT,RECALL,MISSED,START,FINISH,TRANSFER,HOLD,CALL,PAUSE,CLEAR,0,1,2,3,4,5,6,7,8,9,", s);
    default: return *s && !s[1] && *s >= (shape == 'b' ? '3' : '1') && *s <= (shape == 'b' ? '5' : shape);
    }
}
static int accepted(char *f, size_t n) { /* n bytes from $ to LF; leaves what stands between $ and * in f + 1 */
    char crc[9], copy[81], *part[12] = {copy};
    size_t parts = 0, i = 0, v = 0, k;
    if (n < 18 || snprintf(crc, 9, "*%04X\r\n", crc16(f + 1, n - 8)) != 7 || memcmp(f + n - 7, crc, 7)) return 0;
    for (f[n - 7] = 0; (copy[i] = f[i + 1]) >= ' ' && copy[i] <= '~'; i++)
        if (copy[i] == ',' && ++parts < 12) copy[i] = 0, part[parts] = copy + i + 1;
    for (; i == n - 8 && parts > 1 && v < sizeof verbs / sizeof *verbs; v++) {
        if (strlen(verbs[v][1]) != parts || strcmp(verbs[v][0], part[2])) continue;
        for (k = 0; k < parts && fits(verbs[v][1][k], part[k + (k > 1)]); k++) continue;
        if (k == parts) return 1;
    }
    return 0;
}
int main(int count, char **words) {
    char f[80]; size_t n = 0, broken = 0;
    FILE *in = count > 1 ? fopen(words[1], "rb") : stdin;
    for (int c; in && (c = getc(in)) != EOF;) {
        if (c == '$') broken += n > 0, n = 0;
        if (c == '$' || n) f[n++] = (char)c;
        if (!n || (c != '\n' && n < sizeof f)) continue;
        accepted(f, n) ? (void)puts(f + 1) : (void)broken++, n = 0;
    }
    return !in || printf("broken %zu\n", broken + (n > 0)) < 0;
}
