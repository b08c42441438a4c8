"""Serve the page on this machine, or build the site: python3 -m ui [build --out FOLDER [--url URL] | build --single-file --out FILE]"""

import argparse
import errno
import sys
import webbrowser

from ui.site import single_file
from ui.site.archives import make
from ui.site.build import ROOT, build
from ui.site.runtimes import Missing, install
from ui.site.serve import Server


def main(arguments=None):
    options = parse(arguments)
    try:
        install()
        if options.command == "build":
            size = built(options)
            print("The %s %s (%.1f MB)." % ("page is" if options.single_file else "site is in", options.out, size / 1e6))
        else:
            make()
            serve(options.port, not options.no_open)
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


def built(options):
    try:
        return single_file.write(options.out) if options.single_file else build(options.out, options.url)
    except OSError as error:
        raise Missing("The site could not be written to %s: %s." % (options.out, error.strerror)) from error


def serve(port, open_it):
    try:
        server = Server(ROOT, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise Missing("Port %d cannot be used: %s." % (port, error.strerror)) from error
        raise Missing("Port %d is in use: choose another with --port." % port) from error
    print("Glassgrad is at %s (Ctrl-C stops it)" % server.url, flush=True)
    if open_it:
        webbrowser.open(server.url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()


def parse(arguments):
    parser = argparse.ArgumentParser(prog="python3 -m ui", description="Serve the page, or build the site.")
    parser.add_argument("--port", type=port, default=8000, help="where to serve it (8000; 0 takes a free one)")
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    parser.set_defaults(command="serve")
    commands = parser.add_subparsers(metavar="")
    building = commands.add_parser("build", help="write the site, ready to be hosted, to a folder")
    building.add_argument("--out", required=True, metavar="FOLDER", help="an empty or new folder, or a new file")
    one = building.add_mutually_exclusive_group()
    one.add_argument("--url", help="where the site will be, so that previews of links find their picture")
    one.add_argument("--single-file", action="store_true", help="write one HTML file, which opens from a disk")
    building.set_defaults(command="build")
    return parser.parse_args(arguments)


def port(text):
    if not (text.isascii() and text.isdigit()) or int(text) > 65535:
        raise argparse.ArgumentTypeError("%r is not a port: 0 to 65535" % text)
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
