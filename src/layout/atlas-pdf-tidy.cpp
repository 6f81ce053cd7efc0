/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing a page's drawing shorter: a hundred thousand outlined areas take half of the bytes, and half of the time to pack.
 *
 * Only what cairo writes for areas is touched: paths, their painting, colours and opacities.  All else is copied as it stands.  A fill
 * is held back until it is known whether the same path is stroked next; if the stroke is opaque, fill and stroke in one operator
 * look the same (ISO 32000-2, 11.7.4.4).  Any thread. */

#include "layout/atlas-pdf-tidy.hh"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace
{

class Tidy
{
public:
  Tidy (const std::string &drawing, AtlasPdfStates &known)
      : text (drawing),
        states (known)
  {
    out.reserve (text.size () * 2 / 3);
  }

  bool run ();

  std::string out;

private:
  bool next_token ();
  bool skip_string ();
  void add_number (std::string &to, const std::string &number);
  bool take_path (const std::string &op);
  void paint (const std::string &op);
  void flush_held ();
  void sync ();
  void set_color (std::string &color, const std::string &op);
  void copy_raw ();

  const std::string       &text;
  AtlasPdfStates          &states;
  size_t                   at = 0;
  size_t                   begin = 0;       /* of the operands at hand */
  size_t                   end = 0;         /* of the token */
  std::string              token;
  std::vector<std::string> operands;

  std::string path;                         /* under construction */
  std::string move;                         /* one that nothing may follow */
  std::string held;                         /* a path that is filled but not written yet */
  std::string held_op;
  std::string held_gs;                      /* the state that it is filled in */
  std::string gs, written_gs;               /* what cairo thinks, what the drawing says; "": not known */
  std::string fill, written_fill;           /* colours, likewise */
  std::string stroke, written_stroke;
  std::string held_fill;
};

bool
Tidy::skip_string ()
{
  int depth = 0;

  for (; at < text.size (); at++)
    {
      if (text[at] == '\\')
        at++;
      else if (text[at] == '(')
        depth++;
      else if (text[at] == ')' && --depth == 0)
        {
          at++;
          return true;
        }
    }
  return false;
}

bool
Tidy::next_token ()
{
  static const char *const space = " \t\r\n", *const ends = " \t\r\n()<>[]/";

  at = text.find_first_not_of (space, at);
  if (at == std::string::npos)
    return false;

  const size_t start = at;

  if (operands.empty ())
    begin = start;
  if (text[at] == '(')
    {
      if (!skip_string ())
        return false;
    }
  else if (text[at] == '<' && at + 1 < text.size () && text[at + 1] != '<')
    {
      at = text.find ('>', at);
      if (at == std::string::npos)
        return false;
      at++;
    }
  else if (text[at] == '<' || text[at] == '>')
    at = at + 1 < text.size () && text[at + 1] == text[at] ? at + 2 : at + 1;
  else if (text[at] == '[' || text[at] == ']' || text[at] == ')')
    at++;
  else
    {
      at = text.find_first_of (ends, at + 1);
      if (at == std::string::npos)
        at = text.size ();
    }
  token.assign (text, start, at - start);
  end = at;
  return true;
}

/* With two decimals, none that are zero. */
void
Tidy::add_number (std::string       &to,
                  const std::string &number)
{
  const size_t dot = number.find ('.');

  if (dot == std::string::npos || number.size () - dot <= 3)
    {
      to += number;
      return;
    }

  const long long value = std::llround (std::strtod (number.c_str (), nullptr) * 100.0);
  const long long size = value < 0 ? -value : value;

  if (value < 0)
    to += '-';
  to += std::to_string (size / 100);
  if (size % 100 != 0)
    {
      to += '.';
      to += static_cast<char> ('0' + size % 100 / 10);
      if (size % 10 != 0)
        to += static_cast<char> ('0' + size % 10);
    }
}

/* Adds to the path.  A move that nothing follows is left out. */
bool
Tidy::take_path (const std::string &op)
{
  const size_t n = op == "m" || op == "l" ? 2 : op == "c" ? 6 : op == "re" || op == "v" || op == "y" ? 4 : op == "h" ? 0 : 7;

  if (n == 7 || operands.size () != n)
    return false;
  path += move;
  move.clear ();

  std::string &to = op == "m" ? move : path;

  for (const auto &operand : operands)
    {
      add_number (to, operand);
      to += ' ';
    }
  to += op + " ";
  return true;
}

void
Tidy::set_color (std::string       &color,
                 const std::string &op)
{
  color.clear ();
  for (const auto &operand : operands)
    color += operand + " ";
  color += op;
}

/* Writes the colours and the state that cairo thinks are set. */
void
Tidy::sync ()
{
  if (fill != written_fill)
    out += fill + "\n";
  if (stroke != written_stroke)
    out += stroke + "\n";
  if (gs != written_gs)
    out += gs + " gs\n";
  written_fill = fill;
  written_stroke = stroke;
  written_gs = gs;
}

void
Tidy::flush_held ()
{
  if (held.empty ())
    return;

  const std::string now_gs = gs, now_fill = fill;

  gs = held_gs;
  fill = held_fill;
  sync ();
  out += held + held_op + "\n";
  held.clear ();
  gs = now_gs;
  fill = now_fill;
}

void
Tidy::paint (const std::string &op)
{
  if (!held.empty () && op == "S" && held == path)
    {
      const auto below = states.find (held_gs), above = states.find (gs);

      if (below != states.end () && above != states.end () && above->second.stroke == 1.0)
        {
          const std::string now_gs = gs, now_fill = fill;
          const std::string both = held_gs == gs ? gs : held_gs + "_" + gs.substr (1);

          states[both] = { below->second.fill, above->second.stroke };
          gs = both;
          fill = held_fill;
          sync ();
          out += held + (held_op == "f*" ? "B*\n" : "B\n");
          gs = now_gs;
          fill = now_fill;
          held.clear ();
          path.clear ();
          move.clear ();
          return;
        }
    }
  flush_held ();
  if (op == "f" || op == "f*")
    {
      held = path;
      held_op = op;
      held_gs = gs;
      held_fill = fill;
    }
  else
    {
      sync ();
      out += path + op + "\n";
    }
  path.clear ();
  move.clear ();
}

/* What is not looked into. */
void
Tidy::copy_raw ()
{
  flush_held ();
  sync ();
  out += path + move;
  path.clear ();
  move.clear ();
  out.append (text, begin, end - begin);
  out += '\n';
}

bool
Tidy::run ()
{
  while (next_token ())
    {
      const char first = token[0];

      if (std::strchr ("(<>[]/-.0123456789", first) != nullptr)
        {
          operands.push_back (token);
          continue;
        }
      /* Pictures in the drawing: their bytes are no tokens. */
      if (token == "BI" || token == "ID" || token == "EI")
        return false;
      if (take_path (token))
        ;
      else if (token == "f" || token == "f*" || token == "S")
        paint (token);
      else if (token == "gs" && operands.size () == 1)
        gs = operands[0];
      else if (token == "rg")
        set_color (fill, token);
      else if (token == "RG")
        set_color (stroke, token);
      else
        {
          copy_raw ();
          /* After these nobody knows what is set. */
          if (token != "BDC" && token != "EMC" && token != "w" && token != "j" && token != "J" && token != "M")
            {
              gs = written_gs = "";
              fill = written_fill = "";
              stroke = written_stroke = "";
            }
        }
      operands.clear ();
    }
  flush_held ();
  return operands.empty () && path.empty () && move.empty ();
}

} // namespace

std::string
atlas_pdf_tidy (const std::string &text,
                AtlasPdfStates    &states)
{
  AtlasPdfStates known = states;
  Tidy tidy (text, known);

  if (!tidy.run ())
    return text;
  states = known;
  return std::move (tidy.out);
}
