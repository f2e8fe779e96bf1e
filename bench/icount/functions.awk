# SPDX-License-Identifier: GPL-2.0-only
# functions.awk - of each flow: how many instructions ran in which function, columns side by side.
#
#	sort WHAT-ICOUNT-PRINTED | awk -f functions.awk - WHAT-BLOCKS-WROTE
#
# Per operation of the flow. First comes where the second column, netkit, differs most from the
# first, macvlan. What differs nowhere by half an instruction is one line. The flows of 128 KB have
# what comes before the clock is read, too: a connection, and two operations to get it going.

# Addresses are strings of 16 digits: as numbers they would lose their last ones.
function below(where, n, address,    low, high, middle)
{
	low = 0
	high = n
	while (low < high) {
		middle = int((low + high + 1) / 2)
		if (start[where, middle] "" <= address "")
			low = middle
		else
			high = middle - 1
	}
	return low
}

# The program's own code, or the last symbol of kernel or column that is not above.
function function_at(address, column,    k, b)
{
	if (address "" < "ffff800000000000")
		return "(the sender and receiver)"
	k = below("all", symbols["all"], address)
	b = below(column, symbols[column], address)
	if (b && start[column, b] "" > start["all", k] "")
		return name[column, b]
	return name["all", k]
}

function differs(function_name, flow,    c, a)
{
	a = sum[flow, column_name[1], function_name]
	for (c = 2; c <= columns; c++)
		if (sum[flow, column_name[c], function_name] - a > 0.5 ||
		    a - sum[flow, column_name[c], function_name] > 0.5)
			return 1
	return 0
}

function print_line(flow, what,    c)
{
	for (c = 1; c <= columns; c++)
		printf "%9.1f", sum[flow, column_name[c], what]
	print "  " what
}

function print_flow(flow,    c, f, i, d, sorted, command)
{
	printf "\n%s\n\n", flow
	for (c = 1; c <= columns; c++)
		printf "%9s", column_name[c]
	print "  function"
	print_line(flow, "(all)")
	fflush()
	command = "sort -t '\t' -k1,1rn -k2 | cut -f 2-"
	for (f in functions) {
		if (!differs(f, flow)) {
			for (c = 1; c <= columns; c++)
				sum[flow, column_name[c], "(those that do not differ)"] += sum[flow, column_name[c], f]
			continue
		}
		d = sum[flow, column_name[2], f] - sum[flow, column_name[1], f]
		printf "%d\t", d < 0 ? -d * 10 : d * 10 | command
		for (c = 1; c <= columns; c++)
			printf "%9.1f", sum[flow, column_name[c], f] | command
		print "  " f | command
	}
	close(command)
	print_line(flow, "(those that do not differ)")
}

FNR == NR && $1 == "sym" {
	symbols[$2]++
	start[$2, symbols[$2]] = $3
	sub(/^bpf_prog_[0-9a-f]*_/, "the program ", $4)
	name[$2, symbols[$2]] = $4
}

FNR == NR && $1 == "mark" {
	what = substr($0, length($1 $2 $3) + 4)
	split(what, part, "|")
	marks++
	batch[marks] = $3
	column[marks] = part[1]
	flow[marks] = part[2]
	if (!(part[1] in seen_column)) {
		seen_column[part[1]] = 1
		column_name[++columns] = part[1]
	}
	if (!(part[2] in seen_flow)) {
		seen_flow[part[2]] = 1
		flow_name[++flows] = part[2]
	}
}

FNR == NR { next }

$1 == "marked" { mark++; next }

{
	f = function_at($1, column[mark])
	functions[f] = 1
	sum[flow[mark], column[mark], f] += $2 / batch[mark]
	sum[flow[mark], column[mark], "(all)"] += $2 / batch[mark]
}

END {
	for (i = 1; i <= flows; i++)
		print_flow(flow_name[i])
}
