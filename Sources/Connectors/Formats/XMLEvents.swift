import Canonical

/// Reads a small document of a known shape tag by tag, with names and texts as Swift strings: easy to use, not fast.
struct XMLEvents {
    enum Event {
        case start(String, [String: String])
        case end(String)
        case text(String)
    }

    private let window: ByteWindow
    private let encoding: Encoding
    private var open: [String] = []
    private var hasRoot = false
    /// The end of an element that was written as one tag.
    private var pending: String?

    init(_ export: Export) throws(Failure) {
        window = try ByteWindow(export)
        encoding = try XMLDeclaration.encoding(window)
    }

    /// The next event; nil at the end of the whole document.
    mutating func next() throws(Failure) -> Event? {
        if let name = pending {
            pending = nil
            open.removeLast()
            return .end(name)
        }
        var isAtEnd = false
        while !(hasRoot && open.isEmpty) {
            let outcome = window.withUnread { bytes -> Result<(Event?, isEmpty: Bool, Int), XMLScanner.Fault> in
                var scanner = XMLScanner(bytes, encoding, line: window.line, column: window.column)
                do throws(XMLScanner.Fault) {
                    if open.isEmpty { _ = scanner.skipSpace() }
                    let (event, isEmpty) = try event(&scanner)
                    return .success((event, isEmpty, scanner.index))
                } catch {
                    return .failure(error)
                }
            }
            switch outcome {
            case .success(let (event, isEmpty, length)):
                window.advance(length)
                guard let event else { continue }
                if case .start(let name, _) = event {
                    hasRoot = true
                    open.append(name)
                    if isEmpty { pending = name }
                }
                if case .end = event { open.removeLast() }
                return event
            case .failure(let fault):
                if fault.isIncomplete, !isAtEnd {
                    isAtEnd = try !window.more()
                    continue
                }
                let place = window.withUnread { window.place(of: fault.index, in: $0) }
                let what = fault.isIncomplete ? "the document ends inside /\(open.joined(separator: "/"))" : fault.what
                throw Failure(Problem(place, what, why: "nothing of it was published", fix: "export it again"))
            }
        }
        return nil
    }

    private func event(_ scanner: inout XMLScanner) throws(XMLScanner.Fault) -> (Event?, isEmpty: Bool) {
        var text: [UInt8] = []
        let index = scanner.index
        guard let token = try scanner.next(into: &text, keepsText: true) else {
            throw scanner.incomplete("its end tag is missing")
        }
        switch token {
        case .start(let name, let isEmpty):
            var attributes: [String: String] = [:]
            for attribute in scanner.attributes {
                var value: [UInt8] = []
                try scanner.append(attribute, to: &value, keepsText: true)
                attributes[scanner.text(attribute.name)] = String(decoding: value, as: UTF8.self)
            }
            if let fault = scanner.faults.first { throw fault }
            return (.start(scanner.text(name), attributes), isEmpty)
        case .end(let name):
            guard open.last == scanner.text(name) else {
                throw scanner.mismatch(name, closes: open.last ?? "")
            }
            return (.end(scanner.text(name)), false)
        case .text:
            if let fault = scanner.faults.first { throw fault }
            guard !open.isEmpty else { throw XMLScanner.Fault(index: index, what: "a text outside the document") }
            return (.text(String(decoding: text, as: UTF8.self)), false)
        case .nothing: return (nil, false)
        }
    }
}
